package dev.packetboat.mime.internal.sevenbit;

/** What the octets of a text are, each as a set of bits. */
final class Octets {

  static final int EIGHT_BIT = 1;
  static final int NUL = 2;

  /** What base64 cannot have: neither of its letters nor white space (RFC 2045 §6.8). */
  static final int NOT_BASE64 = 4;

  /** What quoted-printable writes as three octets (RFC 2045 §6.7). */
  static final int ESCAPED = 8;

  private static final byte[] KINDS = new byte[256];

  static {
    for (int octet = 0; octet < KINDS.length; octet++) {
      boolean control = octet < ' ' && octet != '\t' || octet == 0x7F;
      boolean escaped = control || octet > 0x7F || octet == '=';
      KINDS[octet] =
          (byte)
              ((octet > 0x7F ? EIGHT_BIT : 0)
                  | (octet == 0 ? NUL : 0)
                  | (isBase64(octet) ? 0 : NOT_BASE64)
                  | (escaped ? ESCAPED : 0));
    }
  }

  private Octets() {}

  static int kinds(byte octet) {
    return KINDS[octet & 0xFF];
  }

  private static boolean isBase64(int octet) {
    return octet < 0x80 && Character.isLetterOrDigit(octet) || "+/= \t".indexOf(octet) >= 0;
  }
}
