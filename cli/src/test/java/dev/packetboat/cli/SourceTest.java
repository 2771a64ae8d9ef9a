package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a FILE may be. */
class SourceTest {

  private static final String CHANGED = "it has changed since it was checked";

  @TempDir private Path folder;

  private static List<Source> sources(String file) throws Refusal {
    Sources sources = Sources.of(file, Sources.Format.BY_NAME, InputStream.nullInputStream());
    return IntStream.range(0, sources.size()).mapToObj(sources::get).toList();
  }

  private List<String> names(String file) throws Refusal {
    return sources(file).stream().map(Source::name).toList();
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
    Sources sources = Sources.of("-", Sources.Format.BY_NAME, in);

    assertThat(sources.size()).isEqualTo(1);
    assertThat(sources.get(0).name()).isEqualTo("-");
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

  private String writeMbox(String name) throws IOException {
    String text = "From joe\nSubject: 1\n\nFrom joe\nSubject: 2\n";
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void anMboxIsKnownByItsName() throws Exception {
    String box = writeMbox("box.mbox");

    assertThat(names(box)).containsExactly(box + "#1", box + "#2");
    assertThat(names(writeMbox("box"))).as("not by what it holds").hasSize(1);
  }

  @Test
  void anMboxInAFolderIsOneToo() throws Exception {
    String box = writeMbox("box.mbox");
    String letter = write("letter");

    assertThat(names(folder.toString())).containsExactly(letter, box + "#1", box + "#2");
  }

  @Test
  void anMboxByOptionIsOneWhateverItsName() throws Exception {
    var format = Sources.Format.MBOX;
    Sources box = Sources.of(List.of(writeMbox("box")), format, InputStream.nullInputStream());

    assertThat(box.size()).isEqualTo(2);
    assertThat(text(box.get(1))).isEqualTo("Subject: 2\n");
  }

  @Test
  void anEmptyMboxIsNoInput() throws Exception {
    String empty = Files.writeString(folder.resolve("empty.mbox"), "").toString();
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> names(empty));

    assertThat(refusal.status()).isEqualTo(ExitStatus.NO_INPUT);
    assertThat(refusal).hasMessageContaining("no message");
  }

  @Test
  void anMboxThatChangesAfterTheFirstLookIsNotRead() throws Exception {
    String box = writeMbox("box.mbox");
    Source second = sources(box).get(1);
    Files.writeString(Path.of(box), "From joe\nSubject: 2\n");

    assertThatThrownBy(() -> text(second)).isInstanceOf(IOException.class).hasMessage(CHANGED);
  }

  @Test
  void severalFilesAreOneAfterTheOther() throws Exception {
    write("maildir/new/2");
    write("maildir/cur/1");
    String box = writeMbox("box.mbox");
    String letter = write("letter");
    var files = List.of(letter, box, folder.resolve("maildir").toString());
    Sources all = Sources.of(files, Sources.Format.BY_NAME, InputStream.nullInputStream());

    assertThat(IntStream.range(0, all.size()).mapToObj(i -> all.get(i).name()))
        .containsExactly(
            letter,
            box + "#1",
            box + "#2",
            folder.resolve("maildir/new/2").toString(),
            folder.resolve("maildir/cur/1").toString());
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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 65_535, 65_536, 200_000})
  void whatIsReadIsWhatTheFileHolds(int size) throws Exception {
    byte[] octets = new byte[size];
    new Random(size).nextBytes(octets);
    Source read = Source.of(Files.write(folder.resolve("letter.eml"), octets)).read();

    assertThat(read.content().open()).hasBinaryContent(octets);
    assertThat(read.content() instanceof CheckedFile)
        .as("is still on the disk")
        .isEqualTo(size >= 65_536);
  }

  /** From which it would be sent, without being opened here. */
  @Test
  void aFileThatChangedSinceItWasLookedAtIsOfferedToNobody() throws Exception {
    Path file = Files.write(folder.resolve("letter.eml"), new byte[100_000]);
    Source source = Source.of(file).read();
    assertThat(source.content().file()).hasValue(file);

    Files.write(file, new byte[100_001]);

    assertThat(source.content().file()).isEmpty();
    assertThatThrownBy(() -> source.content().open()).hasMessage(CHANGED);
    assertThatThrownBy(source::read).hasMessage(CHANGED);
  }

  @Test
  void aPipeIsReadOnceAndKept() throws Exception {
    Path pipe = folder.resolve("pipe");
    boolean made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    assumeTrue(made, "mkfifo is not here");
    Process writer =
        new ProcessBuilder("sh", "-c", "printf 'Subject: piped' > '" + pipe + "'").start();
    Source source = sources(pipe.toString()).get(0);
    writer.waitFor();

    assertThat(text(source)).isEqualTo("Subject: piped");
    assertThat(text(source)).as("a second time").isEqualTo("Subject: piped");
    source.close();
  }
}
