package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mime.internal.Part.Leaf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** A text that somebody wrote for this message, in UTF-8. */
final class TextPart {

  /** No line of an encoded part can begin like this, and every boundary of ours does. */
  static final String BOUNDARY_MARK = "=_";

  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
  // RFC 5322 §2.1.1
  private static final int WIDTH = 78;

  private TextPart() {}

  /** The text as {@code text/subtype}, each line ended with CRLF, in the encoding that suits it. */
  static Part of(String subtype, String text) throws IOException {
    byte[] octets = lines(text).getBytes(StandardCharsets.UTF_8);
    LineFacts facts = LineFacts.of(Content.of(octets), "--" + BOUNDARY_MARK);
    Encoding encoding = encoding(facts);
    return new Leaf(
        new MediaType("text/" + subtype, List.of("charset=UTF-8")),
        encoding,
        List.of(),
        encode(octets, encoding));
  }

  private static String lines(String text) {
    String lines = LINE_END.matcher(text).replaceAll("\r\n");
    return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
  }

  private static Encoding encoding(LineFacts facts) {
    if (facts.isSevenBit(WIDTH) && !facts.hasLine()) {
      return Encoding.SEVEN_BIT;
    }
    return facts.isMostlyAscii() ? Encoding.QUOTED_PRINTABLE : Encoding.BASE64;
  }

  private static Content encode(byte[] octets, Encoding encoding) {
    return switch (encoding) {
      case SEVEN_BIT, EIGHT_BIT -> Content.of(octets);
      case BASE64 -> new Base64Content(Content.of(octets));
      case QUOTED_PRINTABLE -> Content.of(QuotedPrintable.encode(octets));
    };
  }
}
