package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.AddressSyntaxException;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.LeftOut;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.mail.MessageSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
    String name, Content content, Optional<String> messageId, Envelope envelope, List<String> unusable) {

  /** A file, or standard input for {@code -}. */
  static Content content(String name, InputStream standardInput) throws Refusal {
    try {
      if (name.equals("-")) {
        return Content.spool(standardInput);
      }
      Path file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw new Refusal(ExitStatus.USAGE, name + ": is a folder; name the messages in it one by one");
      }
      if (!Files.isReadable(file)) {
        throw new Refusal(ExitStatus.NO_INPUT, name + ": no such file, or it cannot be read");
      }
      return Content.of(file);
    } catch (java.nio.file.InvalidPathException noPath) {
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
  static Letter of(String name, Content content, Optional<String> from, List<String> to) throws Refusal {
    refuseNul(name, content);
    MessageHeader header = header(name, content);
    Envelope envelope = envelope(name, header, from);
    List<String> unusable = List.of();
    if (to.isEmpty()) {
      envelope = envelope.to(header.recipients());
      unusable = header.leftOut().stream().map(LeftOut::text).distinct().toList();
    } else {
      envelope = envelope.to(to.stream().map(Sneaky.wrap(text -> address("--to", text))).toList());
    }
    if (envelope.recipients().isEmpty() && unusable.isEmpty()) {
      throw new Refusal(ExitStatus.BAD_INPUT, name + ": names no recipient; name them with --to");
    }
    return new Letter(name, content, header.messageId(), envelope, unusable);
  }
}
