package dev.packetboat.mime.internal.sevenbit;

import java.util.List;

/**
 * How a message becomes one of 7 bit.
 *
 * @param edits in the order of the message, none over another
 * @param size of the message that was read, in octets
 * @param checkSum of the message that was read
 */
record Plan(List<Edit> edits, long size, long checkSum) {
  Plan {
    edits = List.copyOf(edits);
  }
}
