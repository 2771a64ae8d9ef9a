package dev.packetboat.mime;

import dev.packetboat.mail.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** Messages with the same Date, Message-ID and boundaries each time. */
final class Composed {

  static final Clock NOON = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneId.of("UTC"));

  private Composed() {}

  static Composer letter() {
    return fixed(Composer.from("joe@example.com").to("ann@example.org"));
  }

  static Composer fixed(Composer composer) {
    AtomicLong next = new AtomicLong();
    return composer.clock(NOON).random(next::incrementAndGet);
  }

  static byte[] octets(Message message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.content().writeTo(out);
    return out.toByteArray();
  }

  /** The message with LF for CRLF, where every line has CRLF. */
  static String source(Composer composer) throws IOException {
    String source = new String(octets(composer.build()), StandardCharsets.UTF_8);
    if (source.replace("\r\n", "").matches("(?s).*[\r\n].*")) {
      throw new AssertionError("a line does not end in CRLF: " + source);
    }
    return source.replace("\r\n", "\n");
  }

  /** The lines of one field, with LF between them, without its name. */
  static String field(Composer composer, String name) throws IOException {
    String source = source(composer);
    String header = source.substring(0, source.indexOf("\n\n") + 1);
    int start = header.indexOf("\n" + name + ": ") + name.length() + 3;
    int end = start;
    do {
      end = header.indexOf('\n', end + 1);
    } while (header.startsWith("\n ", end));
    return header.substring(start, end);
  }
}
