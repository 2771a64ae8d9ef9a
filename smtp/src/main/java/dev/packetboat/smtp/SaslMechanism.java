package dev.packetboat.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A way to show a server who we are (RFC 4422). The usual ones come with {@link Credentials};
 * others can be written and passed to {@link Credentials#of}. Immutable, to be used for many
 * authentications.
 */
public interface SaslMechanism {

  /** What who overhears an exchange, or stands in for the server, gets to know. */
  enum Exposure {
    /** Nothing that helps to pretend to be us. */
    NONE,
    /** The password or token itself: not over a connection in clear text. */
    SECRET
  }

  /**
   * What an exchange may build upon.
   *
   * @param host the server's name, as it was connected to
   * @param port the server's port
   * @param offered the names of all mechanisms that the server offers, in upper case
   * @param channelBinding of the TLS connection; empty on a connection in clear text
   */
  record Context(
      String host, int port, List<String> offered, Optional<ChannelBinding> channelBinding) {

    public Context {
      offered = List.copyOf(offered);
    }
  }

  /** One authentication, step by step. The caller does the base64. */
  interface Exchange {

    /** What is sent along with the name of the mechanism; empty where the server speaks first. */
    Optional<byte[]> initialResponse() throws IOException;

    /**
     * The answer to what the server said.
     *
     * @throws IOException where the server said something that cannot be answered: the
     *     authentication is cancelled
     */
    byte[] respond(byte[] challenge) throws IOException;

    /**
     * The server says that we are authenticated.
     *
     * @throws IOException where it has not shown that it may say so, as it must in SCRAM
     */
    default void confirm() throws IOException {}

    /**
     * Whether another exchange may succeed where this one was refused, because the next will bring
     * a new token. It is tried once, and only if it begins differently.
     */
    default boolean mayBeRepeated() {
      return false;
    }

    /**
     * Why the server refuses, where it said so in a challenge: it becomes part of the exception's
     * message, and so must hold no secret.
     */
    default Optional<String> refusal() {
      return Optional.empty();
    }
  }

  /** The registered name, in upper case. */
  String name();

  Exposure exposure();

  /**
   * Why it cannot be used here, in words that complete "because"; empty where it can. They become
   * part of an exception's message, and so must hold no secret.
   */
  default Optional<String> obstacle(Context context) {
    return Optional.empty();
  }

  /** Begins an authentication. */
  Exchange start(Context context) throws IOException;
}
