package dev.packetboat.mail;

import java.io.IOException;

/** There is no clipboard to read, or no text in it. */
public final class ClipboardUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  ClipboardUnavailableException(String message) {
    super(message);
  }

  ClipboardUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
