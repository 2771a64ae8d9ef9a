package dev.packetboat.mail.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
  private final List<Field> fields = new ArrayList<>();
  private int octets;
  private boolean afterCarriageReturn;

  private HeaderReader(InputStream in) {
    this.in = in;
  }

  /** A field, its value without the white space around it. */
  public record Field(String name, String value) {}

  /**
   * Reads from a stream that had better be buffered.
   *
   * @throws SyntaxFault if the header is too long to be one
   */
  public static List<Field> read(InputStream in) throws IOException, SyntaxFault {
    HeaderReader reader = new HeaderReader(in);
    reader.readFields();
    return List.copyOf(reader.fields);
  }

  private void readFields() throws IOException, SyntaxFault {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    int first = read();
    while (first >= 0 && !endsLine(first)) {
      // RFC 5322 §2.2.3
      if (!Syntax.isWhiteSpace(first)) {
        add(field);
        field.reset();
      }
      readLine(first, field);
      first = read();
    }
    add(field);
  }

  private void add(ByteArrayOutputStream octets) throws SyntaxFault {
    String text = octets.toString(StandardCharsets.UTF_8);
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
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  private void readLine(int first, ByteArrayOutputStream field) throws IOException, SyntaxFault {
    int octet = first;
    while (octet >= 0 && !endsLine(octet)) {
      field.write(octet);
      octet = read();
    }
    afterCarriageReturn = octet == '\r';
  }

  private static boolean endsLine(int octet) {
    return octet == '\r' || octet == '\n';
  }

  /** The next octet, where CRLF is one line end. */
  private int read() throws IOException, SyntaxFault {
    int octet = in.read();
    if (afterCarriageReturn && octet == '\n') {
      octet = in.read();
    }
    afterCarriageReturn = false;
    if (octet >= 0 && ++octets > LONGEST) {
      throw new SyntaxFault("its header has no end within " + LONGEST + " octets");
    }
    return octet;
  }
}
