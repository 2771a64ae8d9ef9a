package dev.packetboat.testkit.internal.dns;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client is to get, and after how long.
 *
 * @param octets none where it waits in vain
 */
public record Response(Duration delay, Optional<byte[]> octets) {

  static Response atOnce(byte[] octets) {
    return new Response(Duration.ZERO, Optional.of(octets));
  }

  /** Nothing, ever. */
  static Response none() {
    return new Response(Duration.ZERO, Optional.empty());
  }
}
