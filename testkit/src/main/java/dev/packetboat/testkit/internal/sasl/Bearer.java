package dev.packetboat.testkit.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 7628 OAUTHBEARER, and its forerunner XOAUTH2: a token instead of a password. */
final class Bearer implements Exchange {

  /** The two ways to write it; the first group is the user, the second the token. */
  enum Form {
    OAUTHBEARER(
        "n,a=([^,]*),\1(?:[a-zA-Z]+=[^\1]*\1)*?auth=Bearer ([^\1]+)\1(?:[a-zA-Z]+=[^\1]*\1)*\1"),
    XOAUTH2("user=([^\1]*)\1auth=Bearer ([^\1]+)\1\1");

    private final Pattern response;

    Form(String response) {
      this.response = Pattern.compile(response, Pattern.CASE_INSENSITIVE);
    }
  }

  private final Form form;
  private final Accounts accounts;
  private boolean failed;

  Bearer(Form form, Accounts accounts) {
    this.form = form;
    this.accounts = accounts;
  }

  @Override
  public Answer next(byte[] response) {
    if (failed) {
      return new Answer.Refused("the client has seen why");
    }
    Matcher matcher = form.response.matcher(new String(response, StandardCharsets.UTF_8));
    if (!matcher.matches()) {
      return new Answer.Malformed("not a response of " + form);
    }
    String user = matcher.group(1).replace("=2C", ",").replace("=3D", "=");
    Answer answer = accounts.checkToken(user, matcher.group(2));
    // RFC 7628 §3.2.3: an error is a challenge, to which the client sends a dummy response
    failed = answer instanceof Answer.Refused;
    return failed
        ? Answer.Challenge.of("{\"status\":\"invalid_token\",\"schemes\":\"bearer\"}")
        : answer;
  }
}
