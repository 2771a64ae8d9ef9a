package dev.packetboat.cli.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A side of a message that the page shows. */
enum Tab {
  TEXT,
  HTML,
  HEADERS,
  SOURCE,
  TRANSCRIPT;

  /** As it stands in an address. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As people read it. */
  String title() {
    return this == HTML ? "HTML" : name().charAt(0) + word().substring(1);
  }

  static Optional<Tab> of(String word) {
    return Arrays.stream(values()).filter(tab -> tab.word().equals(word)).findFirst();
  }
}
