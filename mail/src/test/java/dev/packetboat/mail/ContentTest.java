package dev.packetboat.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentTest {

  /** More than a spool keeps in memory. */
  private static final byte[] LETTER =
      "Subject: é\r\n\r\nlarge\r\n".repeat(100_000).getBytes(UTF_8);

  @TempDir private static Path folder;

  /** Every kind of content, with the same octets. */
  enum Kind {
    BYTES,
    PART,
    TEXT,
    FILE,
    SPOOLED,
    WRITTEN;

    Content content() throws IOException {
      return switch (this) {
        case BYTES -> Content.of(LETTER);
        case PART ->
            Content.of(("12" + new String(LETTER, UTF_8) + "3").getBytes(UTF_8), 2, LETTER.length);
        case TEXT -> Content.of(new String(LETTER, UTF_8));
        case FILE -> Content.of(Files.write(folder.resolve("letter.eml"), LETTER));
        case SPOOLED -> Content.spool(new ByteArrayInputStream(LETTER));
        case WRITTEN -> Content.writing(out -> out.write(LETTER));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void contentCanBeReadAnyNumberOfTimes(Kind kind) throws IOException {
    Content content = kind.content();

    for (int i = 0; i < 3; i++) {
      assertThat(read(content)).isEqualTo(LETTER);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      content.writeTo(out);
      assertThat(out.toByteArray()).isEqualTo(LETTER);
    }
  }

  @ParameterizedTest
  @EnumSource
  void contentSaysItsSizeIfItIsKnown(Kind kind) throws IOException {
    if (kind == Kind.WRITTEN) {
      assertThat(kind.content().size()).isEmpty();
    } else {
      assertThat(kind.content().size()).hasValue(LETTER.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalThreadsReadContentAtOnce(Kind kind) throws Exception {
    Content content = kind.content();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<byte[]>> readers = List.of(() -> read(content), () -> read(content));
      for (Future<byte[]> reader : threads.invokeAll(readers)) {
        assertThat(reader.get()).isEqualTo(LETTER);
      }
    }
  }

  /** One reader that is cancelled must not close the content for the others. */
  @ParameterizedTest
  @EnumSource
  void anInterruptedReaderDisturbsNobody(Kind kind) throws Exception {
    Content content = kind.content();
    try (InputStream other = content.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> readInterrupted(content)).get();

      assertThat(other.readAllBytes()).isEqualTo(LETTER);
    }
  }

  /** What an interrupt ends is the wait for somebody, not the reading of a letter. */
  @ParameterizedTest
  @EnumSource
  void anInterruptedThreadWritesAllTheSame(Kind kind) throws Exception {
    Content content = kind.content();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<byte[]> writer =
          () -> {
            Thread.currentThread().interrupt();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.writeTo(out);
            return out.toByteArray();
          };

      assertThat(threads.submit(writer).get()).isEqualTo(LETTER);
    }
  }

  private static int readInterrupted(Content content) throws IOException {
    Thread.currentThread().interrupt();
    return read(content).length;
  }

  @ParameterizedTest
  @EnumSource
  void contentDoesNotSayItselfInLogs(Kind kind) throws IOException {
    assertThat(kind.content().toString()).doesNotContain("Subject").hasSizeLessThan(200);
  }

  /** Of these octets and no others: a part of a file, or what changes on the way, has none. */
  @ParameterizedTest
  @EnumSource
  void theFileOfAContentHoldsJustIt(Kind kind) throws IOException {
    Content content = kind.content();

    Optional<Path> file = content.file();

    assertThat(file.isPresent()).isEqualTo(kind == Kind.FILE || kind == Kind.SPOOLED);
    if (file.isPresent()) {
      assertThat(file.get()).hasBinaryContent(LETTER);
    }
  }

  @Test
  void whatIsNoFileOrIsGoneHasNone() throws IOException {
    assertThat(Content.of(folder).file()).isEmpty();
    assertThat(Content.of(folder.resolve("missing")).file()).isEmpty();
    SpooledContent spooled = Content.spool(new ByteArrayInputStream(LETTER));
    spooled.close();
    assertThat(spooled.file()).isEmpty();
  }

  @Test
  void aPartHasToBeInItsArray() {
    assertThatThrownBy(() -> Content.of(new byte[10], 8, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytesAreCopied() throws IOException {
    byte[] octets = LETTER.clone();
    Content content = Content.of(octets);

    Arrays.fill(octets, (byte) 'x');

    assertThat(read(content)).isEqualTo(LETTER);
  }

  @Test
  void aFileIsReadWhenItIsOpened() throws IOException {
    Path file = folder.resolve("later.eml");
    Content content = Content.of(file);

    assertThat(content.size()).isEmpty();
    assertThatThrownBy(content::open).isInstanceOf(NoSuchFileException.class);

    Files.write(file, LETTER);
    assertThat(content.size()).hasValue(LETTER.length);
    assertThat(read(content)).isEqualTo(LETTER);
  }

  @Test
  void aFolderIsNoContent() {
    Content content = Content.of(folder);

    assertThat(content.size()).isEmpty();
    assertThatThrownBy(() -> read(content)).isInstanceOf(IOException.class);
  }

  @Test
  void aSpoolIsNotReadAfterItIsClosed() throws IOException {
    SpooledContent content = Content.spool(new ByteArrayInputStream(LETTER));

    content.close();
    content.close();

    assertThatThrownBy(content::open)
        .isInstanceOf(IOException.class)
        .hasMessage("this content is closed");
  }

  @Test
  void whatBreaksWhileSpoolingIsTold() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] octets, int offset, int length) throws IOException {
            throw new IOException("broken");
          }
        };

    assertThatThrownBy(() -> Content.spool(broken)).hasMessage("broken");
    assertThatThrownBy(() -> read(Content.writing(out -> broken.transferTo(out))))
        .hasMessage("broken");
  }

  @Test
  void aWriterWritesStraightToWhereItIsWanted() throws IOException {
    Content content = Content.writing(out -> out.write('a'));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    content.writeTo(out);
    content.writeTo(out);

    assertThat(out).hasToString("aa");
  }

  @Test
  void withoutADisplayThereIsNoClipboard() {
    assumeTrue(GraphicsEnvironment.isHeadless(), "this machine has a display");

    assertThatThrownBy(Content::clipboard)
        .isInstanceOf(ClipboardUnavailableException.class)
        .hasMessage("no clipboard: there is no display");
  }

  private static byte[] read(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    }
  }
}
