package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.internal.sasl.Accounts;
import dev.packetboat.testkit.internal.sasl.Mechanism;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How a server is set up. Immutable.
 *
 * @param announced lines for the reply to EHLO that mean nothing to the server itself
 */
public record Settings(
    String hostName,
    Set<Extension> extensions,
    List<String> announced,
    Security security,
    Access access,
    Limits limits) {

  public Settings {
    extensions = Set.copyOf(extensions);
    announced = List.copyOf(announced);
  }

  /**
   * Who the server is in a handshake, and when that takes place.
   *
   * @param required whether the client has to begin TLS before it may log in or send
   */
  public record Security(
      Optional<Supplier<SSLContext>> context, boolean implicit, boolean required) {}

  /**
   * Who may send.
   *
   * @param mechanisms the ones to offer, always; empty for those that make sense
   * @param required whether the client has to log in before it may send
   */
  public record Access(Accounts accounts, List<Mechanism> mechanisms, boolean required) {

    public Access {
      mechanisms = List.copyOf(mechanisms);
    }
  }

  /**
   * How much is too much.
   *
   * @param messageSize in octets
   * @param recipients of one message
   * @param contentLine octets of a line of content, its end not counted
   * @param idle how long a client may be silent
   */
  public record Limits(long messageSize, int recipients, int contentLine, Duration idle) {}

  boolean offers(Extension extension) {
    // RFC 3030 §3: who takes BINARYMIME takes CHUNKING
    boolean possible = extension != Extension.BINARYMIME || offers(Extension.CHUNKING);
    return possible && extensions.contains(extension);
  }
}
