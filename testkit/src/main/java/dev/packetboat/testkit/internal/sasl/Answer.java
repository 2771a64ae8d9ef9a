package dev.packetboat.testkit.internal.sasl;

import java.nio.charset.StandardCharsets;

/** What the server makes of a response of the client. */
public sealed interface Answer {

  /** The exchange goes on: the client has to respond to this. */
  record Challenge(byte[] data) implements Answer {
    static Challenge of(String text) {
      return new Challenge(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The client is this user. */
  record Accepted(String user) implements Answer {}

  /** The client is not who it says; the reason is for the log, not for the client. */
  record Refused(String reason) implements Answer {}

  /** The response is not one of this mechanism. */
  record Malformed(String reason) implements Answer {}
}
