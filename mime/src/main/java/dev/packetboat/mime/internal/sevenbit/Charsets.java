package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mail.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** In which charset a text is that does not say it. */
final class Charsets {

  private Charsets() {}

  /**
   * The charset of what stands here in the message: empty for ASCII, which needs no name (RFC 2045
   * §5.2), UTF-8 where it is that, because nothing else looks like it (RFC 3629 §1), else a name
   * for what nobody knows (RFC 1428 §3).
   */
  static Optional<String> of(Content message, long start, long end) throws IOException {
    try (InputStream in = message.open()) {
      in.skipNBytes(start);
      InputStream body = new Excerpt(in, end - start);
      Reader reader = new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder());
      return isAscii(reader) ? Optional.empty() : Optional.of("utf-8");
    } catch (CharacterCodingException e) {
      return Optional.of("unknown-8bit");
    }
  }

  private static boolean isAscii(Reader reader) throws IOException {
    char[] some = new char[8192];
    boolean ascii = true;
    for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
      for (int i = 0; i < count; i++) {
        ascii &= some[i] < 0x80;
      }
    }
    return ascii;
  }

  /** As much of a stream, in blocks. */
  private static final class Excerpt extends FilterInputStream {

    private long left;

    Excerpt(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = left == 0 ? -1 : in.read(octets, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
