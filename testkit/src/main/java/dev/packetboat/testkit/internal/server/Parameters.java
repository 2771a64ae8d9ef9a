package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.Extension;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of MAIL and RCPT that the extensions bring, and what their values look like. */
final class Parameters {

  private record Form(Extension extension, Pattern value) {

    Form(Extension extension, String regex) {
      this(extension, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
    }
  }

  // RFC 3461 §4
  private static final String XTEXT = "(?:[!-*,-<>-~]|\\+[0-9A-F]{2})+";

  // RFC 6533 §3: utf-8-addr-xtext and utf-8-addr-unitext
  private static final String UTF_8_ADDRESS =
      "(?:[!-*,-<>-~\\x{80}-\\x{10ffff}]|\\\\x\\{[0-9A-F]{2,6}\\})+";

  private static final Map<String, Form> OF_SENDER =
      Map.of(
          "SIZE", new Form(Extension.SIZE, "\\d{1,20}"),
          "BODY", new Form(Extension.EIGHTBITMIME, "7BIT|8BITMIME"),
          "SMTPUTF8", new Form(Extension.SMTPUTF8, ""),
          "RET", new Form(Extension.DSN, "FULL|HDRS"),
          "ENVID", new Form(Extension.DSN, XTEXT));

  private static final Map<String, Form> OF_RECIPIENT =
      Map.of(
          "NOTIFY",
              new Form(
                  Extension.DSN, "NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY))*"),
          "ORCPT", new Form(Extension.DSN, "[A-Z0-9-]+;(?:" + XTEXT + "|" + UTF_8_ADDRESS + ")"));

  private static final Form BINARY_BODY = new Form(Extension.BINARYMIME, "BINARYMIME");

  private Parameters() {}

  /** The refusal of the first parameter that MAIL cannot have; none where all are well. */
  static Optional<Reply> ofSender(
      Map<String, String> parameters, Settings settings, Replies replies) {
    return refusal(OF_SENDER, parameters, settings, replies);
  }

  /** The refusal of the first parameter that RCPT cannot have; none where all are well. */
  static Optional<Reply> ofRecipient(
      Map<String, String> parameters, Settings settings, Replies replies) {
    return refusal(OF_RECIPIENT, parameters, settings, replies);
  }

  private static Optional<Reply> refusal(
      Map<String, Form> forms, Map<String, String> parameters, Settings settings, Replies replies) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      Form form = isBinaryBody(parameter, settings) ? BINARY_BODY : forms.get(parameter.getKey());
      if (form == null || !settings.offers(form.extension)) {
        // RFC 5321 §4.1.1.11
        return Optional.of(
            replies.of(555, "5.5.4", "no such parameter here: " + parameter.getKey()));
      }
      if (!form.value.matcher(parameter.getValue()).matches()) {
        return Optional.of(replies.of(501, "5.5.4", "not a value of " + parameter.getKey()));
      }
    }
    return Optional.empty();
  }

  // RFC 3030 §3: a further value of the parameter that came with RFC 6152
  private static boolean isBinaryBody(Map.Entry<String, String> parameter, Settings settings) {
    return parameter.getKey().equals("BODY")
        && parameter.getValue().equalsIgnoreCase("BINARYMIME")
        && settings.offers(Extension.BINARYMIME);
  }
}
