package dev.packetboat.smtp.internal.content;

/** Whether octets that come piece by piece are UTF-8 (RFC 3629 §4). */
final class Utf8Check {

  private boolean eightBit;
  private boolean invalid;
  private int expected;
  private int lowest = 0x80;
  private int highest = 0xBF;

  void octets(byte[] octets, int from, int to) {
    if (expected == 0 && Words.areAscii(octets, from, to)) {
      return;
    }
    for (int at = from; at < to; at++) {
      if (octets[at] < 0 || expected > 0) {
        octet(octets[at] & 0xFF);
      }
    }
  }

  private void octet(int octet) {
    eightBit |= octet >= 0x80;
    if (expected > 0) {
      invalid |= octet < lowest || octet > highest;
      expected--;
      lowest = 0x80;
      highest = 0xBF;
    } else {
      first(octet);
    }
  }

  private void first(int octet) {
    expected = octet >= 0xF0 ? 3 : octet >= 0xE0 ? 2 : 1;
    invalid |= octet < 0xC2 || octet > 0xF4;
    switch (octet) {
      case 0xE0 -> lowest = 0xA0; // nothing that fits into fewer octets
      case 0xED -> highest = 0x9F; // no surrogates
      case 0xF0 -> lowest = 0x90;
      case 0xF4 -> highest = 0x8F; // nothing above U+10FFFF
      default -> {}
    }
  }

  /** The line ends, and with it what may belong together. */
  void endLine() {
    invalid |= expected > 0;
    expected = 0;
    lowest = 0x80;
    highest = 0xBF;
  }

  boolean hasEightBit() {
    return eightBit;
  }

  boolean isValid() {
    return !invalid && expected == 0;
  }
}
