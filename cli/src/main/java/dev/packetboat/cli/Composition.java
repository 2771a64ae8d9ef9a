package dev.packetboat.cli;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mime.Composer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked for besides the text of a message that is composed. */
record Composition(Optional<String> subject, List<Path> attachments) {

  private static final int LONGEST_TEXT = 32 << 20;

  /** Checks that the files are there. */
  static Composition of(Optional<String> subject, List<String> attachments) throws Refusal {
    List<Path> files = new ArrayList<>();
    for (String attachment : attachments) {
      files.add(file(attachment));
    }
    return new Composition(subject, files);
  }

  private static Path file(String name) throws Refusal {
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        return path;
      }
      String why =
          Files.isReadable(path)
              ? "is no file"
              : Files.exists(path) ? "cannot be read: not allowed" : "no such file";
      throw new Refusal(ExitStatus.NO_INPUT, "--attach: " + name + ": " + why);
    } catch (InvalidPathException noPath) {
      throw new Refusal(ExitStatus.NO_INPUT, "--attach: " + name + ": no such file");
    }
  }

  /** A message with this text, which comes from where the name says, by the asked sender. */
  Source compose(String name, Content text, Letter.Asked asked) throws Refusal {
    try {
      Composer composer =
          Composer.from(asked.from().orElseThrow().sender().orElseThrow())
              .to(asked.to().toArray(Address[]::new));
      subject.ifPresent(composer::subject);
      attachments.forEach(composer::attach);
      composer.text(decode(name, text));
      return new Source(name, composer.build().content());
    } catch (IllegalArgumentException impossible) {
      throw new Refusal(ExitStatus.BAD_INPUT, name + ": " + impossible.getMessage());
    } catch (IOException unreadable) {
      throw Sources.unreadable(name, unreadable);
    }
  }

  private static String decode(String name, Content text) throws IOException, Refusal {
    if (text.size().orElse(0) > LONGEST_TEXT) {
      throw new Refusal(
          ExitStatus.BAD_INPUT,
          name + ": is longer than 32 MiB, too long for a text: give it as a file with --attach");
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    text.writeTo(octets);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets.toByteArray()))
          .toString();
    } catch (CharacterCodingException other) {
      throw new Refusal(
          ExitStatus.BAD_INPUT,
          name + ": the text is not in UTF-8: convert it, or give it as a file with --attach");
    }
  }
}
