package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.SmtpEvent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of one session: where it goes, and how far its present message came. It outlives
 * the exception that ends a message, so that a recipient who was refused before the line broke
 * counts as refused. One thread at a time.
 */
final class Heard {

  private final List<ConnectAttempt> unreached = new ArrayList<>();
  private Optional<InetSocketAddress> server = Optional.empty();
  private Optional<String> tls = Optional.empty();
  private final Map<Address, RecipientResult.Answer> answers = new HashMap<>();
  private boolean dsn;
  private boolean senderAccepted;
  private long octets;

  /** A connection is about to be made. */
  void connecting() {
    unreached.clear();
    server = Optional.empty();
    tls = Optional.empty();
  }

  /** Whether the server can be asked for notifications. */
  boolean offersNotifications() {
    return dsn;
  }

  /** A message is about to be sent. */
  void sending() {
    answers.clear();
    senderAccepted = false;
    octets = 0;
  }

  // A switch over patterns is linked when it is first run, which a short run can feel.
  void hear(SmtpEvent event) {
    if (event instanceof SmtpEvent.NotConnected failed) {
      unreached.add(failed.attempt());
    } else if (event instanceof SmtpEvent.Connected connected) {
      connected(connected.address());
    } else if (event instanceof SmtpEvent.Encrypted encrypted) {
      tls = Optional.of(encrypted.tls().protocol());
    } else if (event instanceof SmtpEvent.Offered offered) {
      dsn = offered.extensions().offers("DSN");
    } else if (event instanceof SmtpEvent.SenderAnswered answered) {
      senderAccepted = answered.reply().isPositive();
    } else if (event instanceof SmtpEvent.RecipientAnswered answered) {
      answers.put(answered.result().recipient().address(), answered.result().answer());
    } else if (event instanceof SmtpEvent.ContentProgress progress) {
      octets = progress.sent();
    }
  }

  // After a failed handshake the same server is connected to once more, in clear text.
  private void connected(InetSocketAddress address) {
    server = Optional.of(address);
    tls = Optional.empty();
  }

  /** The addresses that were tried before, in vain. */
  List<ConnectAttempt> unreached() {
    return List.copyOf(unreached);
  }

  /** The server at the other end, once the connection is there. */
  Optional<InetSocketAddress> server() {
    return server;
  }

  /** The TLS version, once the connection is encrypted. */
  Optional<String> tls() {
    return tls;
  }

  boolean isSenderAccepted() {
    return senderAccepted;
  }

  /**
   * Whether the server took the recipient. What it said without having taken the sender is about
   * nobody.
   */
  Optional<RecipientResult.Answer> answer(Recipient recipient) {
    return senderAccepted
        ? Optional.ofNullable(answers.get(recipient.address()))
        : Optional.empty();
  }

  /** So much of the content was handed to the network, without stuffed dots. */
  long octets() {
    return octets;
  }
}
