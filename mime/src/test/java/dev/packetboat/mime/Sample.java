package dev.packetboat.mime;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A letter at random, and what it was made of. */
record Sample(String name, String subject, String text, String fileName, byte[] file) {

  private static final List<String> CHARACTERS =
      Stream.concat(
              "abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789 !\"#$%&'()*+,-.:;<=>?@[]^_`{|}~"
                  .codePoints()
                  .mapToObj(Character::toString),
              Stream.of(
                  "ä", "ß", "é", "Ł", "ж", "ب", "日", "本", "語", "😀", "🚢", "e\u0301", "\u200d"))
          .toList();
  private static final List<String> IN_TEXT =
      List.of("\r\n", ".\r\n", "From ", "\t", "\f", " \r\n", "--=_", "=3D", "word ", "\u00a0");

  static Sample random(RandomGenerator random) {
    byte[] file = new byte[random.nextInt(300)];
    random.nextBytes(file);
    return new Sample(
        line(random, 80).strip(),
        line(random, 200),
        text(random),
        // A quote or two apostrophes are read as encoding by some: see the table in ComposerTest.
        "f" + line(random, 120).replaceAll("['\"]", "_") + ".bin",
        file);
  }

  private static String line(RandomGenerator random, int longest) {
    // Some all ASCII, some hardly.
    int range = random.nextInt(1, CHARACTERS.size() + 1);
    int from = random.nextInt(CHARACTERS.size() - range + 1);
    return random
        .ints(random.nextInt(longest), from, from + range)
        .mapToObj(CHARACTERS::get)
        .collect(Collectors.joining());
  }

  private static String text(RandomGenerator random) {
    return random
        .ints(random.nextInt(20))
        .mapToObj(i -> i % 3 == 0 ? IN_TEXT.get(random.nextInt(IN_TEXT.size())) : line(random, 40))
        .collect(Collectors.joining("", "", "\r\n"));
  }

  byte[] composed() throws IOException {
    return Composed.octets(
        Composed.fixed(Composer.from(name, "joe@example.com").to("ann@example.org"))
            .subject(subject)
            .text(text)
            .attach(fileName, "application/octet-stream", Content.of(file))
            .build());
  }
}
