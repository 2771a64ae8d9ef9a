package dev.packetboat.interop;

import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.Timeouts;
import java.time.Duration;

/**
 * Clients that give up soon, so that a server that does not answer fails the test and does not hold
 * it up.
 */
final class Relays {

  private Relays() {}

  static SmtpClient.Builder named(String host) {
    return SmtpClient.relay(host).timeouts(Timeouts.builder().all(Duration.ofSeconds(20)).build());
  }
}
