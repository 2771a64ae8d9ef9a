package dev.packetboat.testkit.internal.server;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A message that was taken.
 *
 * @param content dots no longer stuffed
 * @param transcript the lines that led to it, since the message before
 */
public record Delivery(
    PathArgument sender,
    List<PathArgument> recipients,
    byte[] content,
    Client client,
    List<String> transcript) {

  public Delivery {
    recipients = List.copyOf(recipients);
    transcript = List.copyOf(transcript);
  }

  /**
   * Who brought it.
   *
   * @param connection the number of the connection, counted from 1
   * @param name as in EHLO or HELO
   * @param user as whom it logged in
   */
  public record Client(
      int connection,
      SocketAddress address,
      String name,
      Optional<SSLSession> tls,
      Optional<String> user) {}
}
