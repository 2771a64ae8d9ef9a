package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.server.Delivery;
import dev.packetboat.testkit.internal.server.PathArgument;
import dev.packetboat.testkit.internal.wire.Octets;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A message that a {@link MailServer} took: its envelope, its content, and who brought it.
 * Immutable.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="received" :
 * ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(5)).getFirst();
 * assertThat(message.sender()).isEqualTo("joe@client.test");
 * assertThat(message.recipients()).containsExactly("ann@mx.test");
 * assertThat(message.text()).contains("Subject: hello\r\n");
 * }
 */
public final class ReceivedMessage {

  private final String id;
  private final String takenBy;
  private final Delivery delivery;

  ReceivedMessage(String id, String takenBy, Delivery delivery) {
    this.id = id;
    this.takenBy = takenBy;
    this.delivery = delivery;
  }

  /** What the server called the message in its reply: {@code ok: queued as} this. */
  public String id() {
    return id;
  }

  /** The name of the server that took the message. */
  public String takenBy() {
    return takenBy;
  }

  /**
   * The address in MAIL, as it was written between the angle brackets; empty for the null sender.
   */
  public String sender() {
    return delivery.sender().address();
  }

  /**
   * The parameters of MAIL, in their order: keywords in upper case, an empty value where there was
   * none.
   */
  public Map<String, String> senderParameters() {
    return delivery.sender().parameters();
  }

  /**
   * The addresses of all RCPT that were accepted, in their order, as they were written between the
   * angle brackets.
   */
  public List<String> recipients() {
    return delivery.recipients().stream().map(PathArgument::address).toList();
  }

  /**
   * The parameters of the RCPT with this address: keywords in upper case, an empty value where
   * there was none.
   *
   * @throws IllegalArgumentException when there is no such recipient
   */
  public Map<String, String> recipientParameters(String address) {
    return delivery.recipients().stream()
        .filter(recipient -> recipient.address().equals(address))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no recipient " + address + " in " + recipients()))
        .parameters();
  }

  /** The content, dots no longer stuffed. */
  public byte[] content() {
    return delivery.content().clone();
  }

  /**
   * The content as text: UTF-8 if it is that, else a character for each octet. Lines end with CRLF,
   * unless it came with BODY=BINARYMIME.
   */
  public String text() {
    return Octets.decode(delivery.content());
  }

  /** The number of the connection over which the message came, counted from 1. */
  public int connection() {
    return delivery.client().connection();
  }

  /** Where the client was. */
  public SocketAddress client() {
    return delivery.client().address();
  }

  /** The name that the client gave in EHLO or HELO. */
  public String clientName() {
    return delivery.client().name();
  }

  /** The TLS session in which the message came; none where it came in clear. */
  public Optional<SSLSession> tls() {
    return delivery.client().tls();
  }

  /** The user as whom the client had logged in. */
  public Optional<String> user() {
    return delivery.client().user();
  }

  /**
   * The lines, secrets and content left out, that were said since the connection began or the
   * message before.
   */
  public String transcript() {
    return String.join("\n", delivery.transcript());
  }

  @Override
  public String toString() {
    return "message " + id + " from <" + sender() + "> to " + recipients();
  }
}
