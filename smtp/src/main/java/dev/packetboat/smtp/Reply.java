package dev.packetboat.smtp;

import dev.packetboat.mail.EnhancedStatus;
import java.util.List;
import java.util.Optional;

/**
 * What a server answered: a three-digit code and the text of each line (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param lines the text of each line behind the code and its separator, at least one; control
 *     characters are replaced
 */
public record Reply(int code, List<String> lines) {

  public Reply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("reply code " + code + " is not 200 to 599");
    }
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line");
    }
  }

  /** A reply of one line. */
  public static Reply of(int code, String line) {
    return new Reply(code, List.of(line));
  }

  /** 2xx: done. */
  public boolean isPositive() {
    return code < 300;
  }

  /** 3xx: go on, as 334 and 354 say. */
  public boolean isIntermediate() {
    return code >= 300 && code < 400;
  }

  /** 4xx: may work later. */
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /** 5xx: will not work. */
  public boolean isPermanent() {
    return code >= 500;
  }

  /**
   * The enhanced status code at the start of the text, where its class is the class of the code
   * (RFC 2034 §4). Never made up: empty when the server sent none.
   */
  public Optional<EnhancedStatus> enhanced() {
    return EnhancedStatus.atStartOf(lines.get(0))
        .filter(status -> status.statusClass() == code / 100);
  }

  /** All lines as the server sent them, an enhanced status code included, joined by line feeds. */
  public String text() {
    return lines.size() == 1 ? lines.get(0) : String.join("\n", lines);
  }

  /** The text of each line without the enhanced status code, where the reply has one. */
  public List<String> messages() {
    return enhanced().isEmpty() ? lines : lines.stream().map(EnhancedStatus::withoutCode).toList();
  }

  @Override
  public String toString() {
    return code + " " + text();
  }
}
