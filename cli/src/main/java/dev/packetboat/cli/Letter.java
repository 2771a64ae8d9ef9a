package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.mail.MessageSyntaxException;
import dev.packetboat.mail.Recipient;
import dev.packetboat.mail.RecipientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A message that is to be sent, checked.
 *
 * @param name under which it was given
 * @param unusable what stands in its recipient fields and is no address
 */
record Letter(
    String name,
    Content content,
    Optional<String> messageId,
    Envelope envelope,
    List<String> unusable) {

  /** A file, or standard input for {@code -}. */
  static Content content(String name, InputStream standardInput) throws Refusal {
    try {
      if (name.equals("-")) {
        return Content.spool(standardInput);
      }
      Path file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw new Refusal(
            ExitStatus.USAGE, name + ": is a folder; name the messages in it one by one");
      }
      if (!Files.isReadable(file)) {
        throw new Refusal(ExitStatus.NO_INPUT, name + ": no such file, or it cannot be read");
      }
      return Content.of(file);
    } catch (InvalidPathException noPath) {
      throw new Refusal(ExitStatus.NO_INPUT, name + ": no such file");
    } catch (IOException unreadable) {
      throw new Refusal(ExitStatus.NO_INPUT, name + ": cannot be read: " + unreadable.getMessage());
    }
  }

  static MessageHeader header(String name, Content content) throws Refusal {
    try {
      return MessageHeader.read(content);
    } catch (MessageSyntaxException malformed) {
      throw new Refusal(ExitStatus.BAD_INPUT, name + ": " + malformed.getMessage());
    } catch (IOException unreadable) {
      throw new Refusal(ExitStatus.NO_INPUT, name + ": cannot be read: " + unreadable.getMessage());
    }
  }

  /** With sender and recipients as given, or where none are given from the header. */
  static Letter of(String name, Content content, Optional<String> from, List<String> to)
      throws Refusal {
    MessageHeader header = header(name, content);
    refuseNul(name, content);
    Envelope envelope = sender(name, header, from);
    List<String> unusable = List.of();
    if (to.isEmpty()) {
      envelope = envelope.to(header.recipients());
      unusable = header.leftOut().stream().map(LeftOut::text).distinct().toList();
    }
    for (String recipient : to) {
      envelope = envelope.to(address("--to", recipient));
    }
    if (envelope.recipients().isEmpty() && unusable.isEmpty()) {
      throw new Refusal(ExitStatus.BAD_INPUT, name + ": names no recipient; name them with --to");
    }
    return new Letter(name, content, header.messageId(), envelope, unusable);
  }

  /** The same, asking the server for what the options say. */
  Letter asking(RecipientOptions options, List<MailParameter> parameters) {
    Envelope asking = envelope;
    for (Recipient recipient : envelope.recipients()) {
      asking = asking.to(new Recipient(recipient.address(), options));
    }
    return new Letter(
        name, content, messageId, asking.with(parameters.toArray(MailParameter[]::new)), unusable);
  }

  private static Envelope sender(String name, MessageHeader header, Optional<String> from)
      throws Refusal {
    if (from.isPresent()) {
      boolean nobody = from.get().isEmpty() || from.get().equals("<>");
      return nobody ? Envelope.fromNullSender() : Envelope.from(address("--from", from.get()));
    }
    try {
      return header
          .sender()
          .map(Envelope::from)
          .orElseThrow(
              () ->
                  new Refusal(
                      ExitStatus.BAD_INPUT, name + ": names no sender; name it with --from"));
    } catch (MessageSyntaxException several) {
      throw new Refusal(
          ExitStatus.BAD_INPUT,
          name + ": " + several.getMessage() + "; name the sender with --from");
    }
  }

  private static Address address(String option, String text) throws Refusal {
    try {
      return Address.parse(text);
    } catch (AddressSyntaxException unusable) {
      throw new Refusal(ExitStatus.BAD_INPUT, option + ": " + unusable.getMessage());
    }
  }

  // RFC 5322 §4: NUL is in no message, and no server has to take it
  private static void refuseNul(String name, Content content) throws Refusal {
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = content.open()) {
      long before = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == 0) {
            throw new Refusal(
                ExitStatus.BAD_INPUT, name + ": holds a NUL octet at offset " + (before + i));
          }
        }
        before += count;
      }
    } catch (IOException unreadable) {
      throw new Refusal(ExitStatus.NO_INPUT, name + ": cannot be read: " + unreadable.getMessage());
    }
  }
}
