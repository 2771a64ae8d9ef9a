package dev.packetboat.smtp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;

/** Something that happened in a session. */
public sealed interface SmtpEvent {

  /** An address of the server, or of the proxy before it, is about to be connected to. */
  record Connecting(InetSocketAddress address) implements SmtpEvent {}

  /** An address could not be connected to. */
  record NotConnected(ConnectAttempt attempt) implements SmtpEvent {}

  /** The connection is there; nothing has been said yet. */
  record Connected(InetSocketAddress address) implements SmtpEvent {}

  /** The server's greeting. */
  record Greeted(Reply reply) implements SmtpEvent {}

  /** The connection is encrypted from here on. */
  record Encrypted(TlsInfo tls) implements SmtpEvent {}

  /** What the server offers; told anew after encryption and authentication. */
  record Offered(Extensions extensions) implements SmtpEvent {}

  /** The server knows us. */
  record Authenticated(String mechanism) implements SmtpEvent {}

  /** The server answered MAIL. */
  record SenderAnswered(Reply reply) implements SmtpEvent {}

  /** A recipient was answered, at RCPT. */
  record RecipientAnswered(RecipientResult result) implements SmtpEvent {}

  /**
   * A part of the content has been handed to the network.
   *
   * @param sent octets so far, as sent; never more than all, though dots were stuffed
   * @param total octets in all, where known
   * @param elapsed since the first part
   */
  record ContentProgress(long sent, OptionalLong total, Duration elapsed) implements SmtpEvent {

    /** Octets a second since the first part; 0 as long as no time has passed. */
    public double rate() {
      return elapsed.isZero() ? 0 : sent / (elapsed.toNanos() / 1e9);
    }
  }

  /**
   * All of the content has been handed over; its end is about to be written, and then the server
   * decides.
   */
  record ContentEnding() implements SmtpEvent {}

  /**
   * The server's last word about one recipient, where it has one for each: with LMTP, after the end
   * of the content (RFC 2033 §4.2). Comes in the order in which they were named, for those who were
   * accepted at RCPT.
   */
  record RecipientDecided(RecipientResult result) implements SmtpEvent {}

  /** The server took the message, with LMTP for one recipient at least. */
  record Accepted(Receipt receipt) implements SmtpEvent {}

  /** The session is over. */
  record Closed() implements SmtpEvent {}
}
