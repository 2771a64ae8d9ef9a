package dev.packetboat.smtp.internal.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.Charset;
import java.util.Locale;

/** Octets as text that can be read, and back. */
final class Escapes {

  static final Charset CHARSET = ISO_8859_1;

  private Escapes() {}

  /** One char for each octet, as ISO 8859-1 has it. */
  static byte[] octets(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** Shown as in Java source, and cut where it is long. */
  static String shown(byte[] octets) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(octets.length, 400); i++) {
      char c = (char) (octets[i] & 0xFF);
      switch (c) {
        case '\r' -> shown.append("\\r");
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        case '\\' -> shown.append("\\\\");
        default ->
            shown.append(
                c < ' ' || c > '~' ? String.format(Locale.ROOT, "\\x%02x", (int) c) : "" + c);
      }
    }
    return octets.length > 400 ? shown + "... (" + octets.length + " octets)" : shown.toString();
  }
}
