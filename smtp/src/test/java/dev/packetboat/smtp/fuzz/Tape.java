package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What went over one connection, as its server saw it. Written by the server's thread, read when
 * that has ended.
 */
final class Tape {

  private static final int LONGEST_SHOWN = 3_000;

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<Integer> writes = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private boolean heardToTheEnd;
  private boolean missing;
  private boolean leftOpen;

  void heard(byte[] octets, int length) {
    heard.write(octets, 0, length);
    tell("C: ", octets, length);
  }

  /** One call of write, which may fail: then nobody knows how far it came. */
  void said(byte[] octets) {
    said.writeBytes(octets);
    writes.add(said.size());
    tell("S: ", octets, octets.length);
  }

  void note(String what) {
    story.add("-- " + what);
  }

  private void tell(String who, byte[] octets, int length) {
    String text = new String(octets, 0, Math.min(length, LONGEST_SHOWN), ISO_8859_1);
    String shown = shown(text) + (length > LONGEST_SHOWN ? " ... " + length + " octets" : "");
    if (!story.isEmpty() && story.getLast().startsWith(who)) {
      story.add(story.removeLast() + "|" + shown);
    } else {
      story.add(who + shown);
    }
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\r' -> shown.append("\\r");
        case '\n' -> shown.append("\\n");
        default -> {
          if (c >= ' ' && c < 0x7f) {
            shown.append(c);
          } else {
            shown.append(String.format("\\x%02x", (int) c));
          }
        }
      }
    }
    return shown.toString();
  }

  byte[] heard() {
    return heard.toByteArray();
  }

  byte[] said() {
    return said.toByteArray();
  }

  /** The number of the write that held this octet. */
  int writeOf(int offset) {
    int write = 0;
    while (writes.get(write) <= offset) {
      write++;
    }
    return write;
  }

  /** The offset behind the last octet of this write. */
  int endOf(int write) {
    return writes.get(write);
  }

  /** The client closed in order, and everything it had written before was heard. */
  void clientClosed() {
    heardToTheEnd = true;
    note("the client closed");
  }

  boolean isHeardToTheEnd() {
    return heardToTheEnd && !missing;
  }

  /** The client reset the connection: what had come and was not read yet is gone. */
  void mayMiss(String why) {
    missing = true;
    note(why);
  }

  /** The client went away and left the connection as it was. */
  void leftOpen() {
    leftOpen = true;
    note("the client left the connection open");
  }

  boolean isLeftOpen() {
    return leftOpen;
  }

  @Override
  public String toString() {
    return String.join("\n", story);
  }
}
