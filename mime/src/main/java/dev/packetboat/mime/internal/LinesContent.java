package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.apache.james.mime4j.io.EOLConvertingInputStream;

/**
 * A content with CRLF for every CR, LF and CRLF in it.
 *
 * @param size how many octets that makes, if it was counted
 */
record LinesContent(Content plain, OptionalLong size) implements Content {

  @Override
  public InputStream open() throws IOException {
    return new EOLConvertingInputStream(new BufferedInputStream(plain.open()));
  }

  @Override
  public String toString() {
    return plain.toString();
  }
}
