package dev.packetboat.bench.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Where a conversation leaves what it has to say and what is to be done. */
final class Replies {

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private boolean tlsAsked;
  private boolean ended;

  void add(byte[] reply) {
    text.write(reply, 0, reply.length);
  }

  void add(String reply) {
    add(reply.getBytes(US_ASCII));
  }

  /** TLS begins once this is written. */
  void startTls() {
    tlsAsked = true;
  }

  /** The connection is closed once this is written. */
  void end() {
    ended = true;
  }

  boolean isTlsAsked() {
    return tlsAsked;
  }

  boolean isEnded() {
    return ended;
  }

  void tlsStarted() {
    tlsAsked = false;
  }

  /** What was added since the last time. */
  byte[] take() {
    byte[] taken = text.toByteArray();
    text.reset();
    return taken;
  }
}
