package dev.packetboat.smtp.internal.content;

import java.io.IOException;

/** The content holds what no message may hold, or is not what it was. */
public final class ContentRefusedException extends IOException {

  private static final long serialVersionUID = 1;

  public ContentRefusedException(String message) {
    super(message);
  }
}
