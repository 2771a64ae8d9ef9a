package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a FILE may be. */
class SourceTest {

  @TempDir private Path folder;

  private List<String> names(String file) throws Refusal {
    return Source.of(file, InputStream.nullInputStream()).stream().map(Source::name).toList();
  }

  private String write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "Subject: " + name + "\n\n").toString();
  }

  private static String text(Source source) throws IOException {
    try (InputStream in = source.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aFileIsAMessage() throws Exception {
    String file = write("letter.eml");

    assertThat(names(file)).containsExactly(file);
  }

  @Test
  void standardInputIsAMessage() throws Exception {
    var in = new ByteArrayInputStream("Subject: x\n\n".getBytes(StandardCharsets.UTF_8));
    List<Source> sources = Source.of("-", in);

    assertThat(sources).extracting(Source::name).containsExactly("-");
    assertThat(text(sources.get(0))).isEqualTo("Subject: x\n\n");
  }

  @Test
  void aFolderIsItsMessagesInTheOrderOfTheirNames() throws Exception {
    String second = write("b");
    String first = write("a");
    write(".hidden");
    write("inside/c");

    assertThat(names(folder.toString())).containsExactly(first, second);
  }

  @Test
  void aMaildirIsWhatIsInNewAndCur() throws Exception {
    String seen = write("cur/1:2,S");
    String arrived = write("new/2");
    write("tmp/3");
    write("dovecot-uidlist");

    assertThat(names(folder.toString())).containsExactly(arrived, seen);
  }

  @Test
  void anEmptyFolderIsNoInput() {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> names(folder.toString()));

    assertThat(refusal.status()).isEqualTo(ExitStatus.NO_INPUT);
    assertThat(refusal).hasMessageContaining("no message");
  }

  @Test
  void aNameThatCanBeNoPathIsNoInput() {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> names("a\0b"));

    assertThat(refusal.status()).isEqualTo(ExitStatus.NO_INPUT);
  }

  @Test
  void aPipeIsReadOnceAndKept() throws Exception {
    Path pipe = folder.resolve("pipe");
    boolean made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    assumeTrue(made, "mkfifo is not here");
    Process writer =
        new ProcessBuilder("sh", "-c", "printf 'Subject: piped' > '" + pipe + "'").start();
    Source source = Source.of(pipe.toString(), InputStream.nullInputStream()).get(0);
    writer.waitFor();

    assertThat(text(source)).isEqualTo("Subject: piped");
    assertThat(text(source)).as("a second time").isEqualTo("Subject: piped");
    source.release();
  }
}
