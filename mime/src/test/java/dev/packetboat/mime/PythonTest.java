package dev.packetboat.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parser that nobody of us wrote reads what was composed. Skipped where there is no python3. */
class PythonTest {

  private static final int LETTERS = 100;
  private static final String READER =
      """
      import base64, email, email.header, email.policy, email.utils, sys
      def shown(octets): return base64.b64encode(octets).decode()
      # The newer parser of display names leaves the space between two encoded words.
      def name(field):
          phrase, _ = email.utils.parseaddr(field.replace("\\r\\n", ""))
          return str(email.header.make_header(email.header.decode_header(phrase)))
      for number in range(int(sys.argv[2])):
          with open(f"{sys.argv[1]}/{number}.eml", "rb") as file:
              message = email.message_from_binary_file(file, policy=email.policy.default)
          text, attachment = message.iter_parts()
          defects = message.defects + text.defects + attachment.defects
          defects += [d for field in message.values() for d in field.defects]
          print(shown(name(dict(message.raw_items())["From"]).encode()),
                shown(message["Subject"].encode()),
                shown(text.get_content().replace("\\r\\n", "\\n").replace("\\n", "\\r\\n").encode()),
                shown(attachment.get_filename().encode()),
                shown(attachment.get_content()),
                defects)
      """;

  @TempDir private Path folder;

  @Test
  void pythonReadsWhatWasWritten() throws Exception {
    Python python = new Python(folder);
    assumeTrue(python.isHere(), "no python3 here");
    Random random = new Random(4);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < LETTERS; i++) {
      Sample sample = Sample.random(random);
      Files.write(folder.resolve(i + ".eml"), sample.composed());
      expected.add(shown(sample));
    }

    List<String> read = python.run("-c", READER, folder.toString(), "" + LETTERS).lines().toList();
    for (int i = 0; i < LETTERS; i++) {
      assertThat(i < read.size() ? read.get(i) : String.join("\n", read))
          .as("letter %d:\n%s", i, Files.readString(folder.resolve(i + ".eml")))
          .isEqualTo(expected.get(i));
    }
  }

  private static String shown(Sample sample) {
    return Stream.of(
                sample.name().getBytes(UTF_8),
                sample.subject().getBytes(UTF_8),
                sample.text().getBytes(UTF_8),
                sample.fileName().getBytes(UTF_8),
                sample.file())
            .map(Base64.getEncoder()::encodeToString)
            .collect(Collectors.joining(" "))
        + " []";
  }
}
