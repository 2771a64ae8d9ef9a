package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.MessageHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decides line by line what of a header is sent: all but the fields that name hidden recipients,
 * with the lines that continue them. What may be such a name is held back until it is decided,
 * nothing else is.
 */
final class HeaderFilter {

  private enum Line {
    /** Nothing of the line has come. */
    START,
    /** In what may be the name of a field to be removed. */
    NAME,
    KEPT,
    REMOVED
  }

  private static final byte[] BCC = {'b', 'c', 'c'};
  private static final byte[] RESENT_BCC = {'r', 'e', 's', 'e', 'n', 't', '-', 'b', 'c', 'c'};
  // White space may stand before the colon (RFC 5322 §4.5.3). Nobody writes more than this: where
  // somebody does, to hide a name from us, the line is removed whatever follows.
  private static final int MAX_HELD = RESENT_BCC.length + 256;

  private final ContentSink kept;
  private final byte[] held = new byte[MAX_HELD];
  private int heldLength;
  private int nameLength;
  private Line line = Line.START;
  private boolean removing;
  private boolean over;

  /** The sink gets what was held back and is to be sent. */
  HeaderFilter(ContentSink kept) {
    this.kept = kept;
  }

  /**
   * Decides about a line at its first octets, where no name that is of interest here begins so.
   * Nothing of the line need then be shown to the filter.
   */
  boolean keepsAll(byte[] octets, int from, int end) {
    if (line != Line.START || octets[from] <= ' ' || mayBe(BCC, 1, octets, from, end)) {
      return false;
    }
    if (mayBe(RESENT_BCC, 2, octets, from, end)) { // and is no Received
      return false;
    }
    line = Line.KEPT;
    removing = false;
    return true;
  }

  /** Whether the first octet is that of a name, and so is the one at this index, if it is there. */
  private static boolean mayBe(byte[] name, int index, byte[] octets, int from, int end) {
    return lowerCase(octets[from]) == name[0]
        && (from + index >= end || lowerCase(octets[from + index]) == name[index]);
  }

  /** Whether the rest of the line need not be shown to the filter. */
  boolean isDecided() {
    return line == Line.KEPT || line == Line.REMOVED;
  }

  /** Whether the rest of a decided line is sent. */
  boolean isKept() {
    return line == Line.KEPT;
  }

  /** Whether something of the line has come. */
  boolean isAmidLine() {
    return line != Line.START;
  }

  /** The empty line that ends the header has come. */
  boolean isOver() {
    return over;
  }

  /** Takes an octet of a line that is not decided. */
  void octet(byte octet) throws IOException {
    if (line == Line.START) {
      // RFC 5322 §2.2.3: a line that begins with white space continues the field before it
      line = !isBlank(octet) ? Line.NAME : removing ? Line.REMOVED : Line.KEPT;
    }
    if (line == Line.NAME) {
      nameOctet(octet);
    }
    if (line != Line.REMOVED) {
      hold(octet);
    }
  }

  private void nameOctet(byte octet) throws IOException {
    if (octet == ':' || (isBlank(octet) && heldLength == MAX_HELD)) {
      decide();
    } else if (!isBlank(octet) && !extendsName(octet)) {
      keep();
    }
  }

  /** Whether what is held and this letter can begin the name of a field to be removed. */
  private boolean extendsName(byte octet) {
    if (nameLength != heldLength) {
      return false;
    }
    int first = lowerCase(nameLength == 0 ? octet : held[0]);
    byte[] name = first == BCC[0] ? BCC : RESENT_BCC;
    return nameLength < name.length && lowerCase(octet) == name[nameLength];
  }

  private static int lowerCase(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
  }

  private void hold(byte octet) throws IOException {
    held[heldLength++] = octet;
    if (line == Line.KEPT) {
      release();
    } else if (!isBlank(octet)) {
      nameLength = heldLength;
    }
  }

  private void decide() throws IOException {
    String name = new String(held, 0, nameLength, StandardCharsets.ISO_8859_1);
    if (MessageHeader.isBlindCopyField(name)) {
      line = Line.REMOVED;
      removing = true;
      heldLength = 0;
      nameLength = 0;
    } else {
      keep();
    }
  }

  private void keep() throws IOException {
    line = Line.KEPT;
    removing = false;
    release();
  }

  private void release() throws IOException {
    int length = heldLength;
    heldLength = 0;
    nameLength = 0;
    kept.write(held, 0, length);
  }

  /**
   * The line ends here. Whether its end is sent. A line that is nothing but a name to be removed
   * goes too: its colon may stand on the line that continues it, and who unfolds first finds it.
   */
  boolean endLine() throws IOException {
    if (line == Line.NAME) {
      decide();
    }
    over = line == Line.START;
    boolean sent = line != Line.REMOVED;
    line = Line.START;
    return sent;
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
