package dev.packetboat.mail;

import java.io.IOException;

/** A message cannot be used: its header is no header, or does not say who sends it. */
public final class MessageSyntaxException extends IOException {

  private static final long serialVersionUID = 1L;

  MessageSyntaxException(String message) {
    super(message);
  }
}
