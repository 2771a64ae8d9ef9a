package dev.packetboat.mime.internal.sevenbit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What is replaced.
 *
 * @param start the octet of the message at which it begins
 * @param end the octet behind it
 */
record Edit(long start, long end, Replacement by) {

  /** What stands there instead. */
  sealed interface Replacement {}

  /** Header fields in ASCII, each with its CRLF. */
  record Fields(String text) implements Replacement {}

  /** What was there, in another form. */
  record Encoded(Form form) implements Replacement {}

  /** Where to write what is there; what stands there instead is written to this stream. */
  OutputStream open(OutputStream out) throws IOException {
    return switch (by) {
      case Fields fields -> {
        out.write(fields.text().getBytes(StandardCharsets.US_ASCII));
        yield OutputStream.nullOutputStream();
      }
      case Encoded body -> body.form().open(out);
    };
  }
}
