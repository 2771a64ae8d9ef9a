package dev.packetboat.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  private static final byte[] MEMORY = random(Spool.MEMORY);

  @TempDir private Path folder;

  @Test
  void aSmallContentStaysInMemory() throws IOException {
    try (Spool spool = spooled(MEMORY)) {
      assertThat(spool.size()).isEqualTo(MEMORY.length);
      assertThat(read(spool)).isEqualTo(MEMORY);
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void aLargeOneGoesToAFileThatIsDeletedWithIt() throws IOException {
    byte[] large = random(Spool.MEMORY + 1);

    try (Spool spool = spooled(large)) {
      assertThat(spool.size()).isEqualTo(large.length);
      assertThat(read(spool)).isEqualTo(large);
      assertThat(read(spool)).isEqualTo(large);
      assertThat(files()).hasSize(1);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void octetsMayComeInAnyPieces() throws IOException {
    byte[] large = random(Spool.MEMORY + 10);
    try (Spool spool = new Spool(folder)) {
      spool.write(large, 0, Spool.MEMORY - 5);
      for (int i = Spool.MEMORY - 5; i < Spool.MEMORY + 5; i++) {
        spool.write(large[i]);
      }
      spool.write(large, Spool.MEMORY + 5, 5);
      spool.complete();

      assertThat(spool.size()).isEqualTo(large.length);
      assertThat(read(spool)).isEqualTo(large);
    }
  }

  @Test
  void aSpoolThatWasNotCompletedIsDeletedToo() throws IOException {
    try (Spool spool = new Spool(folder)) {
      spool.write(random(Spool.MEMORY + 1));
      assertThat(files()).hasSize(1);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void onlyItsOwnerReadsTheFile() throws IOException {
    Assumptions.assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "no owners here");
    try (Spool spool = spooled(random(Spool.MEMORY + 1))) {
      assertThat(spool.size()).isPositive();
      assertThat(files())
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  @Timeout(value = 20, threadMode = SEPARATE_THREAD)
  void theFileOfAnAbandonedSpoolIsDeleted() throws IOException {
    abandon();

    while (!files().isEmpty() && !Thread.currentThread().isInterrupted()) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(files()).isEmpty();
  }

  private void abandon() throws IOException {
    Spool abandoned = spooled(random(Spool.MEMORY + 1));
    assertThat(read(abandoned)).hasSize(Spool.MEMORY + 1);
    assertThat(files()).hasSize(1);
  }

  private Spool spooled(byte[] octets) throws IOException {
    Spool spool = new Spool(folder);
    spool.write(octets);
    spool.complete();
    return spool;
  }

  private static byte[] read(Spool spool) throws IOException {
    try (InputStream in = spool.open()) {
      return in.readAllBytes();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static byte[] random(int length) {
    byte[] octets = new byte[length];
    new Random(length).nextBytes(octets);
    return octets;
  }
}
