package dev.packetboat.testkit.internal.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The few values of ITU-T X.690 DER that a certificate is made of. */
final class Der {

  private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(0x31, parts);
  }

  static byte[] bool(boolean value) {
    return value(0x01, new byte[] {(byte) (value ? 0xff : 0)});
  }

  static byte[] integer(BigInteger value) {
    return value(0x02, value.toByteArray());
  }

  static byte[] bitString(int unusedBits, byte[] bits) {
    return value(0x03, new byte[] {(byte) unusedBits}, bits);
  }

  static byte[] octetString(byte[] octets) {
    return value(0x04, octets);
  }

  static byte[] utf8String(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A tagged value: {@code [tag]} with what is inside as it is. */
  static byte[] explicit(int tag, byte[]... inside) {
    return value(0xa0 | tag, inside);
  }

  /** A value with a tag in place of its own. */
  static byte[] implicit(int tag, byte[] octets) {
    return value(0x80 | tag, octets);
  }

  /** An object identifier in dotted form. */
  static byte[] oid(String dotted) {
    int[] arcs = Pattern.compile("\\.").splitAsStream(dotted).mapToInt(Integer::parseInt).toArray();
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      int arc = arcs[i];
      int groups = Math.max(1, (38 - Integer.numberOfLeadingZeros(arc)) / 7);
      for (int group = groups - 1; group >= 0; group--) {
        octets.write(arc >> (7 * group) & 0x7f | (group == 0 ? 0 : 0x80));
      }
    }
    return value(0x06, octets.toByteArray());
  }

  // RFC 5280 §4.1.2.5: UTCTime through the year 2049, GeneralizedTime after it.
  static byte[] time(Instant instant) {
    var utc = instant.atOffset(ZoneOffset.UTC);
    boolean early = utc.getYear() < 2050;
    String text = (early ? UTC_TIME : GENERALIZED_TIME).format(utc);
    return value(early ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream inside = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      inside.writeBytes(part);
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    writeLength(inside.size(), value);
    value.writeBytes(inside.toByteArray());
    return value.toByteArray();
  }

  private static void writeLength(int length, ByteArrayOutputStream out) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    byte[] octets = BigInteger.valueOf(length).toByteArray();
    int sign = octets[0] == 0 ? 1 : 0;
    out.write(0x80 | octets.length - sign);
    out.write(octets, sign, octets.length - sign);
  }
}
