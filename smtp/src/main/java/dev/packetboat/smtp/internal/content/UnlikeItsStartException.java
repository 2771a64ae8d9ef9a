package dev.packetboat.smtp.internal.content;

import java.io.IOException;

/** A content does not go on as its start promised. Nothing of it that was not checked was sent. */
public final class UnlikeItsStartException extends IOException {

  private static final long serialVersionUID = 1;

  UnlikeItsStartException(String message) {
    super(message);
  }
}
