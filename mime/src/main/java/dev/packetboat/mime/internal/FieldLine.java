package dev.packetboat.mime.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;

/**
 * One field of a header while it is written: pieces with white space between them, folded there
 * where a line would become longer than 76 characters (RFC 5322 §2.2.3). Not thread-safe.
 */
public final class FieldLine {

  // RFC 2047 §2: for lines with encoded words; others could have 78.
  private static final int WIDTH = 76;
  // RFC 5322 §2.1.1
  private static final int LONGEST = 998;

  private final String name;
  private final StringBuilder text;
  private int lineStart;
  private boolean empty = true;

  public FieldLine(String name) {
    this.name = name;
    this.text = new StringBuilder(name).append(':');
  }

  /** A field whose pieces are separated by semicolons. */
  static FieldLine separated(String name, List<String> pieces) {
    FieldLine field = new FieldLine(name);
    for (int i = 0; i < pieces.size(); i++) {
      field.add(pieces.get(i) + (i < pieces.size() - 1 ? ";" : ""));
    }
    return field;
  }

  /** How many characters of the first line the name takes, with its colon and a space. */
  int used() {
    return name.length() + 2;
  }

  /** Adds a piece that is not broken, after the white space it begins with, or else a space. */
  public FieldLine add(String piece) {
    String spaced = piece.startsWith(" ") ? piece : " " + piece;
    // Never between the name and the first piece: a line with a name alone confuses some readers.
    if (!empty && text.length() - lineStart + spaced.length() > WIDTH) {
      text.append("\r\n");
      lineStart = text.length();
    }
    text.append(spaced);
    empty = false;
    return this;
  }

  /** Adds several pieces, each after white space. */
  public FieldLine addAll(List<String> pieces) {
    pieces.forEach(this::add);
    return this;
  }

  /**
   * The field, in UTF-8 (RFC 6532 §3) where a piece is not ASCII.
   *
   * @throws IllegalArgumentException if a line is longer than 998 octets
   */
  RawField toField() {
    byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
    if (octets.length > LONGEST && text.toString().lines().anyMatch(FieldLine::isTooLong)) {
      throw new IllegalArgumentException(
          "the field "
              + name
              + " has more than "
              + LONGEST
              + " characters without a space, and no line of a message can be longer");
    }
    try {
      return RawFieldParser.DEFAULT.parseField(new ByteArrayBuffer(octets, true));
    } catch (MimeException e) {
      throw new IllegalStateException("this is no field: " + text, e);
    }
  }

  /**
   * This field, if it can be written.
   *
   * @throws IllegalArgumentException if a line is longer than 998 octets
   */
  FieldLine checked() {
    toField();
    return this;
  }

  private static boolean isTooLong(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length > LONGEST;
  }

  /** The field as it is written, without the last CRLF. */
  @Override
  public String toString() {
    return text.toString();
  }
}
