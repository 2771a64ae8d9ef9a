package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What there is to know of octets before they are sent as lines. They are written here, once. */
final class LineFacts extends OutputStream {

  private final byte[] wanted;
  private long size;
  private long eightBit;
  private long controls;
  private long escapes;
  private boolean hasNul;
  private boolean hasOtherLineEnds;
  private boolean hasWanted;
  private long column;
  private long longestLine;
  private int previous = -1;
  private boolean matches = true;

  private LineFacts(String wanted) {
    this.wanted = wanted.getBytes(StandardCharsets.US_ASCII);
  }

  /** The facts of this content; {@link #hasLine} tells of lines that begin with what is wanted. */
  static LineFacts of(Content content, String wanted) throws IOException {
    LineFacts facts = new LineFacts(wanted);
    content.writeTo(facts);
    facts.hasOtherLineEnds |= facts.previous == '\r';
    return facts;
  }

  @Override
  public void write(int value) {
    int octet = value & 0xFF;
    size++;
    if (octet == '\n') {
      hasOtherLineEnds |= previous != '\r';
      column = 0;
      matches = true;
    } else {
      hasOtherLineEnds |= previous == '\r';
      if (octet != '\r') {
        inLine(octet);
      }
    }
    previous = octet;
  }

  private void inLine(int octet) {
    matches &= column >= wanted.length || wanted[(int) column] == octet;
    column++;
    hasWanted |= matches && column == wanted.length;
    longestLine = Math.max(longestLine, column);
    hasNul |= octet == 0;
    boolean control = octet < ' ' && octet != '\t' || octet == 0x7F;
    controls += control ? 1 : 0;
    eightBit += octet > 0x7F ? 1 : 0;
    escapes += control || octet > 0x7F || octet == '=' ? 1 : 0;
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(octets[i]);
    }
  }

  long size() {
    return size;
  }

  boolean isAscii() {
    return eightBit == 0;
  }

  boolean hasNul() {
    return hasNul;
  }

  /** Octets in the longest line, without its end. */
  long longestLine() {
    return longestLine;
  }

  /** Whether a line begins with what was wanted. */
  boolean hasLine() {
    return hasWanted;
  }

  /** Whether it can be sent as it is: ASCII without odd controls in lines that end in CRLF. */
  boolean isSevenBit(int longest) {
    return eightBit == 0 && controls == 0 && !hasOtherLineEnds && longestLine <= longest;
  }

  /** Whether quoted-printable makes it shorter than base64 does: three octets for one, or 4/3. */
  boolean isMostlyAscii() {
    return escapes * 6 <= size;
  }
}
