package dev.packetboat.smtp.internal.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight octets at a time: finds those that are more than text. */
final class Words {

  /** Octets that are looked at together. */
  static final int BLOCK = 4 * Long.BYTES;

  private static final VarHandle VIEW =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long ABOVE_CRS = ONES * ('\r' + 1);

  private Words() {}

  /** Eight octets of an array, the first one lowest. */
  static long at(byte[] octets, int index) {
    return (long) VIEW.get(octets, index);
  }

  /**
   * Whether all octets of four words are ASCII and none is a CR, LF, NUL or another control below
   * 14.
   */
  static boolean arePlain(long first, long second, long third, long fourth) {
    long odd =
        ((first - ABOVE_CRS) | first)
            | ((second - ABOVE_CRS) | second)
            | ((third - ABOVE_CRS) | third)
            | ((fourth - ABOVE_CRS) | fourth);
    return (odd & HIGH_BITS) == 0;
  }

  /** How many octets of a block come before the first one below 14; all, if there is none. */
  static int textLength(long first, long second, long third, long fourth) {
    long controls = controls(first);
    int before = 0;
    if (controls == 0) {
      before = Long.BYTES;
      controls = controls(second);
      if (controls == 0) {
        before = 2 * Long.BYTES;
        controls = controls(third);
        if (controls == 0) {
          before = 3 * Long.BYTES;
          controls = controls(fourth);
        }
      }
    }
    return before + (Long.numberOfTrailingZeros(controls) >>> 3);
  }

  /** Marks octets below 14; of the marks the lowest is right, those above it may not be. */
  private static long controls(long word) {
    return (word - ABOVE_CRS) & ~word & HIGH_BITS;
  }

  /** Whether some octet is not ASCII. */
  static boolean hasEightBit(long word) {
    return (word & HIGH_BITS) != 0;
  }

  /** Whether all of these octets are ASCII. */
  static boolean areAscii(byte[] octets, int from, int end) {
    long seen = 0;
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      seen |= at(octets, at);
    }
    for (; at < end; at++) {
      seen |= octets[at];
    }
    return !hasEightBit(seen);
  }

  /** The index of the next CR, LF or NUL, or the end. */
  static int nextSpecial(byte[] octets, int from, int end) {
    int at = from;
    while (at < end) {
      if (at > end - Long.BYTES) {
        if (isSpecial(octets[at])) {
          return at;
        }
        at++;
        continue;
      }
      int length = Long.numberOfTrailingZeros(controls(at(octets, at))) >>> 3;
      at += length;
      if (length < Long.BYTES) {
        if (isSpecial(octets[at])) {
          return at;
        }
        at++; // a tab, for one
      }
    }
    return at;
  }

  /** Whether it is a CR, LF or NUL. */
  static boolean isSpecial(byte octet) {
    return octet == '\r' || octet == '\n' || octet == 0;
  }
}
