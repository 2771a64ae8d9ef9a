package dev.packetboat.smtp.internal.content;

import java.io.IOException;
import java.util.Arrays;

/** Octets as they go on the wire, in memory. */
final class Kept implements Outgoing.Source {

  private static final int LEAST = 16 * 1024;

  private byte[] octets;
  private int length;

  Kept() {
    this(new byte[0], 0);
  }

  /** The first octets of a lent array, which is its own from now on. */
  Kept(byte[] octets, int length) {
    this.octets = octets;
    this.length = length;
  }

  void add(byte[] more, int offset, int count) {
    if (count > octets.length - length) {
      octets = Arrays.copyOf(octets, Math.max(length + count, Math.max(2 * length, LEAST)));
    }
    System.arraycopy(more, offset, octets, length, count);
    length += count;
  }

  int length() {
    return length;
  }

  /** Gives them to the sink, and has none of them afterwards. */
  @Override
  public void writeTo(ContentSink sink) throws IOException {
    byte[] all = octets;
    int count = length;
    octets = new byte[0];
    length = 0;
    sink.give(all, count);
  }
}
