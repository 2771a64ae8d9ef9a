package dev.packetboat.testkit.internal.sasl;

import java.util.Optional;

/** One login, step by step. For one use by one thread. */
public interface Exchange {

  /** The server's first challenge, in mechanisms in which the server begins. */
  default Optional<byte[]> opening() {
    return Optional.empty();
  }

  /** The server's answer to the client's next response. */
  Answer next(byte[] response);
}
