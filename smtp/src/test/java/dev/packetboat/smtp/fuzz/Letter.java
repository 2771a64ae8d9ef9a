package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.mail.ReturnContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message whose recipients bear its number, so that its transactions can be found on the wire.
 *
 * @param octets the content as it is given
 */
record Letter(int number, Envelope envelope, byte[] octets) {

  private static final List<String> PIECES =
      List.of(
          ".",
          "..",
          ".\r\n",
          "\r\n.\r\n",
          "\n.\n",
          "\r.\r",
          "\r\n",
          "\r\n",
          "\n",
          "\r",
          "RSET\r\n",
          "QUIT\r\n",
          "DATA\r\n",
          "MAIL FROM:<x@x.test>\r\n",
          "NOOP\r\n",
          "250 ok\r\n",
          "a line of text",
          " ",
          "x");

  static Letter of(int number, Chance chance) {
    return new Letter(number, envelope(number, chance), content(number, chance));
  }

  private static Envelope envelope(int number, Chance chance) {
    Envelope envelope =
        chance.percent(5)
            ? Envelope.fromNullSender()
            : Envelope.from(chance.percent(96) ? "joe@client.test" : "j\u00f6@client.test");
    for (int i = 0; i < chance.pick(1, 1, 1, 2, 3, 5); i++) {
      String local = "m" + number + "-" + i + (chance.percent(97) ? "" : "\u00e4");
      Address address =
          Address.parse(local + "@" + (chance.percent(97) ? "mx.test" : "\u00fc.test"));
      envelope = envelope.to(address, options(chance));
    }
    if (chance.percent(15)) {
      envelope =
          envelope.with(
              MailParameter.returnContent(chance.pick(ReturnContent.values())),
              MailParameter.envelopeId("id+=" + number));
    }
    return envelope;
  }

  private static RecipientOptions options(Chance chance) {
    if (chance.percent(80)) {
      return RecipientOptions.NONE;
    }
    RecipientOptions options =
        RecipientOptions.notify(Notify.FAILURE, Notify.DELAY).originalRecipient("ann+x@mx.test");
    return chance.percent(90) ? options : options.required();
  }

  private static byte[] content(int number, Chance chance) {
    StringBuilder text = new StringBuilder();
    if (chance.percent(92)) {
      text.append("Subject: ").append(number);
      text.append(chance.percent(4) ? " \u00c3\u00bc" : "").append("\r\n\r\n");
    }
    for (int i = chance.pick(0, 1, 5, 20); i > 0; i--) {
      text.append(chance.pick(PIECES));
    }
    if (chance.percent(8)) {
      text.append(new String(chance.octets(20), ISO_8859_1).replace('\0', ' '));
    }
    if (chance.percent(4)) {
      String line = "y".repeat(chance.between(0, 1_100)) + chance.pick("\r\n", "\n.", "\r\n..\r\n");
      text.append(
          line.repeat(chance.percent(85) ? chance.between(1, 40) : chance.between(200, 700)));
    }
    if (chance.percent(1)) {
      text.append('\0');
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  Content content() {
    return Content.of(octets);
  }

  /** As a server is to have it: every line ended by CRLF. */
  byte[] canonical() {
    List<String> lines =
        new ArrayList<>(Arrays.asList(new String(octets, ISO_8859_1).split("\r\n|\r|\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    StringBuilder canonical = new StringBuilder();
    lines.forEach(line -> canonical.append(line).append("\r\n"));
    return canonical.toString().getBytes(ISO_8859_1);
  }

  @Override
  public String toString() {
    return "letter " + number + " from " + envelope + ", " + octets.length + " octets";
  }

  /** What a recipient of it is known by, whichever way its address is written. */
  static String key(String address) {
    return address.replaceFirst("^(m[0-9]+-[0-9]+).*", "$1");
  }

  static String key(Address address) {
    return key(address.localPart());
  }

  boolean isOf(String key) {
    return key.startsWith("m" + number + "-");
  }
}
