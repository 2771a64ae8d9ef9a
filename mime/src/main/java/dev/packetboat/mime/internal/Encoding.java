package dev.packetboat.mime.internal;

/** How the octets of a part travel (RFC 2045 §6). */
enum Encoding {
  SEVEN_BIT("7bit"),
  EIGHT_BIT("8bit"),
  QUOTED_PRINTABLE("quoted-printable"),
  BASE64("base64");

  private final String written;

  Encoding(String written) {
    this.written = written;
  }

  FieldLine field() {
    return new FieldLine("Content-Transfer-Encoding").add(written);
  }
}
