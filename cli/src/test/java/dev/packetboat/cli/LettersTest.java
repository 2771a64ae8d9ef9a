package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.RecipientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All are checked first; then each is read when its turn comes. */
class LettersTest {

  private static final int MANY = 300;
  private static final Letter.Asked BY_HEADER =
      new Letter.Asked(Optional.empty(), List.of(), RecipientOptions.NONE, List.of());

  @TempDir private Path folder;

  private Path file(int number) {
    return folder.resolve("%03d.eml".formatted(number));
  }

  private void write(int number) throws IOException {
    Files.writeString(
        file(number), "From: joe@client.test\nTo: ann%d@mx.test\n\nHello\n".formatted(number));
  }

  private Sources many() throws Exception {
    for (int i = 0; i < MANY; i++) {
      write(i);
    }
    return Sources.of(
        List.of(folder.toString()), Sources.Format.BY_NAME, InputStream.nullInputStream());
  }

  private static List<Letter> all(Letters letters) {
    List<Letter> all = new ArrayList<>();
    letters.next().ifPresent(all::add);
    while (letters.left() > 0) {
      all.add(letters.next().orElseThrow());
    }
    return all;
  }

  @Test
  void comeInTheOrderOfTheSources() throws Exception {
    List<Letter> all = all(Letters.checked(many(), BY_HEADER));

    assertThat(all).hasSize(MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(all.get(i).name()).isEqualTo(file(i).toString());
      assertThat(all.get(i).envelope().recipients().get(0)).hasToString("ann" + i + "@mx.test");
    }
  }

  @Test
  void oneOfManyThatCannotBeUsedIsRefusedBeforeAllOthers() throws Exception {
    Sources sources = many();
    Files.writeString(file(MANY - 1), "Subject: to nobody\n\n");
    Sources changed =
        Sources.of(
            List.of(folder.toString()), Sources.Format.BY_NAME, InputStream.nullInputStream());

    assertThat(
            catchThrowableOfType(Refusal.class, () -> Letters.checked(changed, BY_HEADER)).status())
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(catchThrowableOfType(Refusal.class, () -> Letters.checked(sources, BY_HEADER)))
        .hasMessageContaining("changed");
  }

  @Test
  void whatVanishesOrChangesAfterTheCheckIsLost() throws Exception {
    Letters letters = Letters.checked(many(), BY_HEADER);
    Files.delete(file(200));
    Files.setLastModifiedTime(file(201), FileTime.fromMillis(0));
    List<Letter> all = all(letters);

    assertThat(all).hasSize(MANY);
    assertThat(all.get(199).lost()).isEmpty();
    assertThat(all.get(200).lost().orElseThrow()).contains("200.eml", "not there any more");
    assertThat(all.get(201).lost().orElseThrow()).contains("201.eml", "has changed");
    assertThat(all.get(200).envelope().recipients()).isEmpty();
    assertThat(all.get(200).isForNobody()).as("whom it is for is not known").isFalse();
  }

  @Test
  void whatIsLostIsStillForWhomTheOptionsSay() throws Exception {
    var asked =
        new Letter.Asked(
            Optional.empty(),
            List.of(Address.parse("zoe@mx.test")),
            RecipientOptions.NONE,
            List.of());
    Letters letters = Letters.checked(many(), asked);
    Files.delete(file(200));

    assertThat(all(letters).get(200).envelope().recipients()).hasToString("[zoe@mx.test]");
  }

  @Test
  void severalThreadsGetEachOnce() throws Exception {
    Letters letters = Letters.checked(many(), BY_HEADER);
    Set<String> names = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (var next = letters.next(); next.isPresent(); next = letters.next()) {
                      assertThat(names.add(next.get().name())).isTrue();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(names).hasSize(MANY);
    assertThat(letters.left()).isZero();
  }

  @Test
  void whatIsGivenBackComesNext() throws Exception {
    Letters letters = Letters.checked(many(), BY_HEADER);
    Letter first = letters.next().orElseThrow();
    letters.giveBack(first);

    assertThat(letters.left()).isEqualTo(MANY);
    assertThat(letters.next()).containsSame(first);
  }
}
