package dev.packetboat.cli;

import java.util.Locale;

/** What became of a message, for one recipient or for all of them. */
enum Status {
  DELIVERED,
  /** Not for all recipients the same. */
  PARTIAL,
  /** Not delivered; may be tried again. */
  DEFERRED,
  /** Not delivered, for good. */
  FAILED,
  /** The server may have it or not: sending again may duplicate it. */
  UNKNOWN;

  /** As it is written in reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
