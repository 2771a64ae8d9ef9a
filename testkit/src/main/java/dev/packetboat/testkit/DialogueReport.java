package dev.packetboat.testkit;

import java.util.List;

/**
 * How a {@link Dialogue} went. Immutable.
 *
 * @param faults what the client should not have done; empty when it kept to the dialogue
 * @param lines all lines of the client outside of content, without their ends
 * @param contents the contents as on the wire, dots stuffed, without the lone dot
 * @param transcript what both said, a line for each
 */
public record DialogueReport(
    List<String> faults, List<String> lines, List<byte[]> contents, List<String> transcript) {

  /** Copies the lists. */
  public DialogueReport {
    faults = List.copyOf(faults);
    lines = List.copyOf(lines);
    contents = List.copyOf(contents);
    transcript = List.copyOf(transcript);
  }
}
