package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.AddressFilter;
import dev.packetboat.delivery.DeliveryListener;
import dev.packetboat.routing.Relay;
import dev.packetboat.routing.Router;
import dev.packetboat.smtp.SmtpClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * All that a mailer was configured with.
 *
 * @param direct how to reach mail exchangers; its host is replaced by theirs
 * @param relays how to reach each relay that the router may name
 * @param everything the relay for all mail, where there is one
 */
public record Settings(
    Router router,
    SmtpClient direct,
    Map<Relay, SmtpClient> relays,
    Optional<Relay> everything,
    Optional<InetAddress> source,
    AddressFilter filter,
    LastResort lastResort,
    Limits limits,
    DeliveryListener listener,
    ThreadFactory threads) {

  /** What is tried when no exchanger of a domain could be reached. */
  public enum LastResort {
    NONE,
    /** The domain's own address, against RFC 5321 §5.1. */
    DOMAIN_ITSELF
  }

  /**
   * How much at once.
   *
   * @param connections in all
   * @param perDestination connections to one destination
   * @param interval between two messages to one destination, at least
   * @param jobs submitted and not finished
   * @param directLife of a connection to a mail exchanger
   * @param relayLife of a connection to a relay
   */
  public record Limits(
      int connections,
      int perDestination,
      Duration interval,
      int jobs,
      Life directLife,
      Life relayLife) {}

  /**
   * How long a connection is kept.
   *
   * @param messages sent over it; then it is closed
   * @param age since it was opened; then it is closed
   * @param idle since its last message; then it is closed
   */
  public record Life(int messages, Duration age, Duration idle) {

    /** Direct: 100 messages or 300 s, idle 5 s. */
    public static final Life DIRECT = new Life(100, Duration.ofSeconds(300), Duration.ofSeconds(5));

    /** Relay: no count, 300 s, idle 30 s. */
    public static final Life RELAY =
        new Life(Integer.MAX_VALUE, Duration.ofSeconds(300), Duration.ofSeconds(30));
  }
}
