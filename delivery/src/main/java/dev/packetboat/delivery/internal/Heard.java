package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.mail.Address;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Extensions;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.SmtpEvent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was seen of one connection: where it goes, and how far its present message came. It outlives
 * the exception that ends a message, so that a recipient who was refused before the line broke
 * counts as refused. For one thread at a time: where several addresses are connected to at once,
 * only the beginnings of that are told by other threads, and those it does not keep.
 */
final class Heard {

  private final String host;
  private final List<Attempt> unreached = new ArrayList<>();
  private Optional<InetSocketAddress> server = Optional.empty();
  private Optional<String> tls = Optional.empty();
  private final Map<Address, RecipientResult.Answer> answers = new HashMap<>();
  private boolean greeted;
  private boolean senderAccepted;
  private boolean ending;
  private Extensions extensions = Extensions.NONE;
  private long octets;

  Heard(String host) {
    this.host = host;
  }

  /** A message is about to be sent. */
  void sending() {
    answers.clear();
    senderAccepted = false;
    ending = false;
    octets = 0;
  }

  // A switch over patterns is linked when it is first run, which a short run can feel.
  void hear(SmtpEvent event) {
    if (event instanceof SmtpEvent.NotConnected failed) {
      unreached.add(
          new Attempt(
              host,
              Optional.of(failed.attempt().address().getAddress()),
              failed.attempt().error()));
    } else if (event instanceof SmtpEvent.Connected connected) {
      connected(connected.address());
    } else if (event instanceof SmtpEvent.Greeted) {
      greeted = true;
    } else if (event instanceof SmtpEvent.Encrypted encrypted) {
      tls = Optional.of(encrypted.tls().protocol());
    } else if (event instanceof SmtpEvent.Offered offered) {
      extensions = offered.extensions();
    } else if (event instanceof SmtpEvent.ContentEnding) {
      ending = true;
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

  /** The addresses that were tried in vain. */
  List<Attempt> unreached() {
    return List.copyOf(unreached);
  }

  /** Where the connection goes, once it is there. */
  Optional<InetSocketAddress> server() {
    return server;
  }

  /** The protocol of an encrypted connection. */
  Optional<String> tls() {
    return tls;
  }

  /** Whether the server greeted with 220. */
  boolean isGreeted() {
    return greeted;
  }

  /** Whether the end of the present content was begun to be written: the server may have it. */
  boolean isEnding() {
    return ending;
  }

  /** What the server says that it takes at most (RFC 9422), such as {@code RCPTMAX}. */
  OptionalInt limit(String name) {
    return extensions.limit(name);
  }

  /** Whether the server took the sender of the present message. */
  boolean isSenderAccepted() {
    return senderAccepted;
  }

  /**
   * What the server said about a recipient. What it said without having taken the sender is about
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
