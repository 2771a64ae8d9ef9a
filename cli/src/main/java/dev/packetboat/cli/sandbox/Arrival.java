package dev.packetboat.cli.sandbox;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.testkit.ReceivedMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A message that a host took.
 *
 * @param number counted from 1, over all hosts
 * @param at when it was taken
 * @param size in octets
 * @param title what its header says, for a list
 */
public record Arrival(int number, Instant at, ReceivedMessage message, int size, Title title) {

  private static final int LONGEST = 500;

  /**
   * What a header says of its message, in readable characters.
   *
   * @param subject empty where there is none
   * @param from empty where there is none
   */
  public record Title(String subject, String from, Optional<String> messageId) {}

  static Arrival of(int number, Instant at, ReceivedMessage message) {
    byte[] content = message.content();
    return new Arrival(number, at, message, content.length, title(content));
  }

  private static Title title(byte[] content) {
    try {
      MessageHeader header = MessageHeader.read(Content.of(content));
      return new Title(value(header, "Subject"), value(header, "From"), header.messageId());
    } catch (IOException unreadable) {
      return new Title("", "", Optional.empty());
    }
  }

  private static String value(MessageHeader header, String name) {
    return header.field(name).stream()
        .findFirst()
        .map(value -> EncodedWords.decode(Shortened.to(LONGEST, value)))
        .orElse("");
  }

  /** How many octets it takes to keep the message, more or less. */
  long weight() {
    return size + (long) message.transcript().length();
  }

  /** What a list calls the message. */
  public String subject() {
    return title.subject().isBlank() ? "(no subject)" : title.subject();
  }

  /** Which TLS protected it on its way; none where it came in clear. */
  Optional<String> tls() {
    return message.tls().map(SSLSession::getProtocol);
  }

  Optional<String> cipher() {
    return message.tls().map(SSLSession::getCipherSuite);
  }
}
