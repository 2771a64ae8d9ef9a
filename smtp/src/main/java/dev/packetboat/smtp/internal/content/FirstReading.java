package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.internal.net.Buffers;
import org.jspecify.annotations.Nullable;

/** Takes what will go on the wire when it is known, and keeps the start of it, or all. */
final class FirstReading implements ContentSink {

  /** How many octets are kept in memory. */
  static final int MOST_KEPT = 256 * 1024;

  private Kept start = new Kept();
  private long size;
  private byte first;

  @Override
  public void write(byte[] octets, int offset, int length) {
    note(octets, offset, length);
    if (size <= MOST_KEPT) {
      start.add(octets, offset, length);
    }
  }

  @Override
  public void give(byte[] octets, int length) {
    if (size == 0) {
      note(octets, 0, length);
      start = new Kept(octets, length);
    } else {
      write(octets, 0, length);
      Buffers.giveBack(octets);
    }
  }

  private void note(byte[] octets, int offset, int length) {
    if (size == 0 && length > 0) {
      first = octets[offset];
    }
    size += length;
  }

  /** How many octets there are. */
  long size() {
    return size;
  }

  /** The first of them; 0 where there is none. */
  byte first() {
    return first;
  }

  /** All of them, where they are not too many. */
  @Nullable Kept all() {
    return start.length() == size ? start : null;
  }
}
