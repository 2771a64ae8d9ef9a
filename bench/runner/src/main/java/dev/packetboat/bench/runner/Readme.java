package dev.packetboat.bench.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The results as they stand in a README, between two comments. */
final class Readme {

  private static final String BEGIN = "<!-- results: written by bench/run -->\n";
  private static final String END = "<!-- end of results -->\n";

  private Readme() {}

  /** Puts what was measured in the place of what stood there; a file without a place stays. */
  static void update(Path file, Results results) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin >= 0 && end > begin) {
      Files.writeString(
          file,
          text.substring(0, begin + BEGIN.length())
              + "\n"
              + Tables.overview(results)
              + "\n"
              + text.substring(end));
    }
  }
}
