package dev.packetboat.smtp.internal.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight octets at a time: finds those that are more than text, CR, LF and NUL. */
final class Words {

  /** Eight octets of an array, the first one lowest. */
  static final VarHandle VIEW =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long CRS = ONES * '\r';
  private static final long LFS = ONES * '\n';
  private static final long ABOVE_CRS = ONES * ('\r' + 1);

  private Words() {}

  /** How many octets come before the first CR, LF or NUL of a word; 8 if there is none. */
  static int textLength(long word) {
    // Text has few octets below 14, so that one look is enough for nearly all words.
    if (((word - ABOVE_CRS) & ~word & HIGH_BITS) == 0) {
      return Long.BYTES;
    }
    // The lowest bit is right; what borrows make of those above it does not matter.
    long specials = zeros(word) | zeros(word ^ CRS) | zeros(word ^ LFS);
    return Long.numberOfTrailingZeros(specials) >>> 3;
  }

  /** Whether neither of them has a CR, LF or NUL; it may say no without need. */
  static boolean areText(long one, long other) {
    return ((((one - ABOVE_CRS) & ~one) | ((other - ABOVE_CRS) & ~other)) & HIGH_BITS) == 0;
  }

  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGH_BITS;
  }

  /** Whether some octet is not ASCII. */
  static boolean hasEightBit(long word) {
    return (word & HIGH_BITS) != 0;
  }

  /** The index of the next CR, LF or NUL, or the end. */
  static int nextSpecial(byte[] octets, int from, int end) {
    int at = from;
    while (at <= end - Long.BYTES) {
      int length = textLength((long) VIEW.get(octets, at));
      if (length < Long.BYTES) {
        return at + length;
      }
      at += Long.BYTES;
    }
    while (at < end && !isSpecial(octets[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpecial(byte octet) {
    return octet == '\r' || octet == '\n' || octet == 0;
  }
}
