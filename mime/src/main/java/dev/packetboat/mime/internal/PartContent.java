package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * One part of a message, found again each time it is opened.
 *
 * @param message the message
 * @param index which of its parts it is, from 0
 * @param isHeader whether it is the header of a message and not a whole one
 */
public record PartContent(Content message, int index, boolean isHeader) implements Content {

  @Override
  public InputStream open() throws IOException {
    PartReader reader = new PartReader(message);
    try {
      for (int i = 0; i <= index; i++) {
        if (!reader.next()) {
          throw new IOException("the report has changed: " + message);
        }
      }
      return reader.body();
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.empty();
  }
}
