package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.MessageHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Lets a header through but for the fields that name hidden recipients, with their continuation
 * lines. A short name is held back until its colon comes; nothing else is.
 */
final class HeaderFilter {

  /** Takes what is let through. */
  @FunctionalInterface
  interface Octets {
    void put(byte octet) throws IOException;
  }

  private enum Line {
    /** Nothing of the line has come. */
    START,
    /** In what may be the name of a field to be removed. */
    NAME,
    KEPT,
    REMOVED
  }

  private static final int LONGEST_NAME = "Resent-Bcc".length();
  // Blanks may stand before the colon (RFC 5322 §4.5.3); more than these nobody writes.
  private static final int MAX_HELD = LONGEST_NAME + 256;

  private final Octets out;
  private final byte[] held = new byte[MAX_HELD];
  private final Utf8Check utf8 = new Utf8Check();
  private int heldLength;
  private int nameLength;
  private Line line = Line.START;
  private boolean removing;
  private boolean over;

  HeaderFilter(Octets out) {
    this.out = out;
  }

  /** An octet of a line; no line end. */
  void octet(byte octet) throws IOException {
    if (line == Line.START) {
      // RFC 5322 §2.2.3: a line that begins with a blank continues the field before it
      line = !isBlank(octet) ? Line.NAME : removing ? Line.REMOVED : Line.KEPT;
    }
    switch (line) {
      case NAME -> nameOctet(octet);
      case KEPT -> keep(octet);
      case REMOVED, START -> {}
    }
  }

  private void nameOctet(byte octet) throws IOException {
    boolean blank = isBlank(octet);
    if (octet == ':' || (blank && heldLength == MAX_HELD)) {
      decide();
      octet(octet);
    } else if (!blank && (nameLength == LONGEST_NAME || nameLength < heldLength)) {
      keepLine(); // too long for a name that matters, or more than one word
      octet(octet);
    } else {
      held[heldLength++] = octet;
      nameLength = blank ? nameLength : heldLength;
    }
  }

  private void decide() throws IOException {
    String name = new String(held, 0, nameLength, StandardCharsets.ISO_8859_1);
    if (MessageHeader.isBlindCopyField(name)) {
      removing = true;
      line = Line.REMOVED;
      forgetHeld();
    } else {
      keepLine();
    }
  }

  private void keepLine() throws IOException {
    removing = false;
    line = Line.KEPT;
    for (int i = 0; i < heldLength; i++) {
      keep(held[i]);
    }
    forgetHeld();
  }

  private void forgetHeld() {
    heldLength = 0;
    nameLength = 0;
  }

  private void keep(byte octet) throws IOException {
    utf8.octet(octet);
    out.put(octet);
  }

  /** The line ends here. Whether its end is let through. */
  boolean endLine() throws IOException {
    over = line == Line.START;
    endOfInput();
    boolean kept = line != Line.REMOVED;
    line = Line.START;
    return kept;
  }

  /** No more octets come: what is held back was no field. */
  void endOfInput() throws IOException {
    if (line == Line.NAME) {
      keepLine();
    }
  }

  /** The empty line that ends the header has come. */
  boolean isOver() {
    return over;
  }

  boolean hasEightBit() {
    return utf8.hasEightBit();
  }

  /** Characters that are not ASCII, all of them in UTF-8. */
  boolean hasUtf8() {
    return utf8.hasEightBit() && utf8.isValid();
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
