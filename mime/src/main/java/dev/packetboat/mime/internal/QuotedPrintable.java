package dev.packetboat.mime.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Text in quoted-printable (RFC 2045 §6.7), encoded while it is written. mime4j's own encoder
 * escapes every dot, so that each sentence would end in {@code =2E}; here it is what stands at the
 * beginning of a line and would tempt a server or a mailbox file: a dot, and {@code From}.
 *
 * <p>Not thread-safe. {@link #close} writes what is left, and leaves the stream behind it open.
 */
public final class QuotedPrintable extends OutputStream {

  // 76 with the = of a soft break.
  private static final int WIDTH = 75;
  private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final byte[] text = new byte[4096];
  private int filled;
  private int column;

  /** Writes to this stream what is written here: text whose lines end in CRLF. */
  public QuotedPrintable(OutputStream out) {
    this.out = out;
  }

  /** The text, whose lines end in CRLF, encoded. */
  static byte[] encode(byte[] text) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(text.length + text.length / 8);
    try (QuotedPrintable encoder = new QuotedPrintable(encoded)) {
      encoder.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return encoded.toByteArray();
  }

  @Override
  public void write(int octet) throws IOException {
    text[filled++] = (byte) octet;
    encodeIfFull();
  }

  @Override
  public void write(byte[] more, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, text.length - filled);
      System.arraycopy(more, offset + done, text, filled, count);
      filled += count;
      done += count;
      encodeIfFull();
    }
  }

  private void encodeIfFull() throws IOException {
    if (filled == text.length) {
      // How an octet is written depends on those after it, and on no more than four.
      int end = encodeUntil(filled - FROM.length);
      System.arraycopy(text, end, text, 0, filled - end);
      filled -= end;
    }
  }

  @Override
  public void close() throws IOException {
    encodeUntil(filled);
    filled = 0;
  }

  private int encodeUntil(int end) throws IOException {
    int index = 0;
    while (index < end) {
      if (isLineEnd(index)) {
        endLine();
        index += 2;
      } else {
        encode(index++);
      }
    }
    return index;
  }

  private boolean isLineEnd(int index) {
    return index + 1 < filled && text[index] == '\r' && text[index + 1] == '\n';
  }

  private void endLine() throws IOException {
    out.write('\r');
    out.write('\n');
    column = 0;
  }

  private void encode(int index) throws IOException {
    if (column + (isPlain(index) ? 1 : 3) > WIDTH) {
      out.write('=');
      endLine();
    }
    // Asked again: what is plain inside of a line may not be at its beginning.
    if (isPlain(index)) {
      out.write(text[index]);
      column++;
    } else {
      out.write('=');
      out.write(HEX[text[index] >> 4 & 0xF]);
      out.write(HEX[text[index] & 0xF]);
      column += 3;
    }
  }

  private boolean isPlain(int index) {
    byte octet = text[index];
    return switch (octet) {
      case '=' -> false;
      case '.' -> column > 0;
      case 'F' -> column > 0 || !isFrom(index);
      case ' ', '\t' -> index + 1 < filled && !isLineEnd(index + 1);
      default -> octet > ' ' && octet < 0x7F;
    };
  }

  private boolean isFrom(int index) {
    int at = 0;
    while (at < FROM.length && index + at < filled && text[index + at] == FROM[at]) {
      at++;
    }
    return at == FROM.length;
  }
}
