package dev.packetboat.mime.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text in quoted-printable (RFC 2045 §6.7). mime4j's own encoder escapes every dot, so that each
 * sentence would end in {@code =2E}; here it is what stands at the beginning of a line and would
 * tempt a server or a mailbox file: a dot, and {@code From}.
 */
final class QuotedPrintable {

  // 76 with the = of a soft break.
  private static final int WIDTH = 75;

  private final byte[] text;
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
  private int column;

  private QuotedPrintable(byte[] text) {
    this.text = text;
  }

  /** The text, whose lines end in CRLF, encoded. */
  static byte[] encode(byte[] text) {
    return new QuotedPrintable(text).encode();
  }

  private byte[] encode() {
    for (int i = 0; i < text.length; i++) {
      if (isLineEnd(i)) {
        write("\r\n");
        column = 0;
        i++;
      } else {
        encode(i);
      }
    }
    return encoded.toByteArray();
  }

  private boolean isLineEnd(int index) {
    return index + 1 < text.length && text[index] == '\r' && text[index + 1] == '\n';
  }

  private void encode(int index) {
    if (column + (isPlain(index) ? 1 : 3) > WIDTH) {
      write("=\r\n");
      column = 0;
    }
    // Asked again: what is plain inside of a line may not be at its beginning.
    String written =
        isPlain(index)
            ? String.valueOf((char) text[index])
            : String.format("=%02X", text[index] & 0xFF);
    write(written);
    column += written.length();
  }

  private boolean isPlain(int index) {
    byte octet = text[index];
    return switch (octet) {
      case '=' -> false;
      case '.' -> column > 0;
      case 'F' ->
          column > 0
              || !new String(text, index, rest(index), StandardCharsets.US_ASCII).equals("From ");
      case ' ', '\t' -> index + 1 < text.length && !isLineEnd(index + 1);
      default -> octet > ' ' && octet < 0x7F;
    };
  }

  private int rest(int index) {
    return Math.min(5, text.length - index);
  }

  private void write(String ascii) {
    encoded.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
