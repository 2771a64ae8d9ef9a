package dev.packetboat.mail.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the fields of a header section (RFC 5322 §2.2): up to the first empty line, where CR, LF
 * and CRLF all end a line. Folded lines are joined and decoded as UTF-8; octets that are none
 * become U+FFFD, and never another letter. A line that is no field is passed over with those that
 * continue it.
 */
public final class HeaderReader {

  /** How long a header section may be, in octets. */
  public static final int LONGEST = 4 << 20;

  /** How many fields it may have. */
  public static final int MOST_FIELDS = 10_000;

  private final InputStream in;
  private final byte[] buffer = new byte[1024];
  private int next; // of what stands in the buffer
  private int end;
  private final List<Field> fields = new ArrayList<>();
  private byte[] field = new byte[256]; // with the lines that continue it
  private int length;
  private int octets;
  private boolean afterCarriageReturn;

  private HeaderReader(InputStream in) {
    this.in = in;
  }

  /** A field, its value without the white space around it. */
  public record Field(String name, String value) {}

  /**
   * Reads from a stream, as much as it needs and perhaps more.
   *
   * @throws SyntaxFault if the header is too long to be one
   */
  public static List<Field> read(InputStream in) throws IOException, SyntaxFault {
    HeaderReader reader = new HeaderReader(in);
    reader.readFields();
    return List.copyOf(reader.fields);
  }

  private void readFields() throws IOException, SyntaxFault {
    int first = read();
    while (first >= 0 && !endsLine(first)) {
      // RFC 5322 §2.2.3
      if (!Syntax.isWhiteSpace(first)) {
        add();
        length = 0;
      }
      readLine(first);
      first = read();
    }
    add();
  }

  private void add() throws SyntaxFault {
    String text = new String(field, 0, length, StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    // The first line of all may continue nothing.
    if (colon <= 0 || Syntax.isWhiteSpace(text.charAt(0))) {
      return;
    }
    // RFC 5322 §4.5: white space may stand before the colon.
    String name = Syntax.strip(text.substring(0, colon));
    if (!isName(name)) {
      return;
    }
    if (fields.size() == MOST_FIELDS) {
      throw new SyntaxFault("its header has more than " + MOST_FIELDS + " fields");
    }
    fields.add(new Field(name, Syntax.strip(text.substring(colon + 1))));
  }

  // RFC 5322 §2.2
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Reads to the end of the line, of which the first octet has been read. */
  private void readLine(int first) throws IOException, SyntaxFault {
    makeRoom(1);
    field[length++] = (byte) first;
    boolean amidLine = true;
    while (amidLine && hasMore()) {
      int from = next;
      while (next < end && !endsLine(buffer[next])) {
        next++;
      }
      count(next - from);
      makeRoom(next - from);
      System.arraycopy(buffer, from, field, length, next - from);
      length += next - from;
      amidLine = next == end;
    }
    if (!amidLine) {
      count(1);
      afterCarriageReturn = buffer[next++] == '\r';
    }
  }

  private void makeRoom(int more) {
    if (more > field.length - length) {
      field = Arrays.copyOf(field, Math.max(2 * field.length, length + more));
    }
  }

  private static boolean endsLine(int octet) {
    return octet == '\r' || octet == '\n';
  }

  /** The first octet of a line, where CRLF is one line end; -1 where there is none. */
  private int read() throws IOException, SyntaxFault {
    if (afterCarriageReturn && hasMore() && buffer[next] == '\n') {
      next++;
    }
    afterCarriageReturn = false;
    if (!hasMore()) {
      return -1;
    }
    count(1);
    return buffer[next++] & 0xff;
  }

  private boolean hasMore() throws IOException {
    if (next == end) {
      next = 0;
      end = Math.max(0, in.read(buffer));
    }
    return next < end;
  }

  private void count(int more) throws SyntaxFault {
    octets += more;
    if (octets > LONGEST) {
      throw new SyntaxFault("its header has no end within " + LONGEST + " octets");
    }
  }
}
