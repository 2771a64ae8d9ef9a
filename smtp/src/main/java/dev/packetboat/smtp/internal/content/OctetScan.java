package dev.packetboat.smtp.internal.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds CR, LF and NUL, eight octets at a time, and notices on the way whether all were ASCII. */
final class OctetScan {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long FOURTEENS = 0x0E0E0E0E0E0E0E0EL;

  private long seen;

  /** The index of the next CR, LF or NUL, or the end. */
  int next(byte[] octets, int from, int end) {
    int at = from;
    long all = 0;
    while (at + Long.BYTES <= end) {
      long word = (long) LONG.get(octets, at);
      all |= word;
      long belowFourteen = (word - FOURTEENS) & ~word & HIGH_BITS; // its lowest bit is exact
      if (belowFourteen == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(belowFourteen) >>> 3;
      if (isSpecial(octets[at])) {
        seen |= all;
        return at;
      }
      at++;
    }
    while (at < end && !isSpecial(octets[at])) {
      all |= octets[at] & 0x80;
      at++;
    }
    seen |= all;
    return at;
  }

  private static boolean isSpecial(byte octet) {
    return octet == '\r' || octet == '\n' || octet == 0;
  }

  boolean hasEightBit() {
    return (seen & HIGH_BITS) != 0;
  }
}
