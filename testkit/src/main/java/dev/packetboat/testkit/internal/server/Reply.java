package dev.packetboat.testkit.internal.server;

import java.util.List;
import java.util.stream.IntStream;

/** A reply, line for line as it is sent. */
record Reply(List<String> lines) {

  Reply {
    lines = List.copyOf(lines);
  }

  /** A reply as it is written in a rule. */
  static Reply written(String words) {
    return new Reply(words.lines().toList());
  }

  static Reply of(int code, String text) {
    return new Reply(List.of(code + " " + text));
  }

  // RFC 5321 §4.2.1: a hyphen after the code on all lines but the last
  static Reply of(int code, List<String> texts) {
    int last = texts.size() - 1;
    return new Reply(
        IntStream.rangeClosed(0, last)
            .mapToObj(i -> code + (i == last ? " " : "-") + texts.get(i))
            .toList());
  }

  boolean isPositive() {
    return lines.getFirst().startsWith("2") || lines.getFirst().startsWith("3");
  }

  /** RFC 5321 §3.8: after 421 the server closes the connection. */
  boolean closes() {
    return lines.getFirst().startsWith("421");
  }
}
