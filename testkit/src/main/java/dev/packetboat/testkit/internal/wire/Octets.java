package dev.packetboat.testkit.internal.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Octets as a reader can see them, and back. */
public final class Octets {

  private static final byte[] CRLF = {'\r', '\n'};

  private Octets() {}

  /** The octets as text: UTF-8 where they are UTF-8, else one character for each octet. */
  public static String decode(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  /** The octets on one line: control characters, and all that is not UTF-8, as escapes. */
  public static String visible(byte[] octets) {
    String text = decode(octets);
    boolean raw = text.length() == octets.length;
    StringBuilder visible = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\r' -> visible.append("\\r");
        case '\n' -> visible.append("\\n");
        default -> {
          if (c < ' ' || c == 0x7f || (raw && c > 0x7f)) {
            visible.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
          } else {
            visible.append(c);
          }
        }
      }
    }
    return visible.toString();
  }

  /**
   * The octets that {@code escaped} stands for: {@code \r}, {@code \n}, {@code \t}, {@code \0},
   * {@code \\} and {@code \xNN} are one octet each, everything else is UTF-8.
   */
  public static byte[] unescape(String escaped) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int from = 0;
    for (int i = escaped.indexOf('\\'); i >= 0; i = escaped.indexOf('\\', from)) {
      octets.writeBytes(escaped.substring(from, i).getBytes(StandardCharsets.UTF_8));
      boolean hex = escaped.startsWith("x", i + 1);
      from = i + (hex ? 4 : 2);
      if (from > escaped.length()) {
        throw new IllegalArgumentException("an escape is cut short: " + escaped.substring(i));
      }
      octets.write(
          hex ? HexFormat.fromHexDigits(escaped, i + 2, from) : named(escaped.charAt(i + 1)));
    }
    octets.writeBytes(escaped.substring(from).getBytes(StandardCharsets.UTF_8));
    return octets.toByteArray();
  }

  private static int named(char escape) {
    return switch (escape) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '0' -> 0;
      case '\\' -> '\\';
      default -> throw new IllegalArgumentException("there is no escape \\" + escape);
    };
  }

  /** The text in UTF-8, ended by CRLF. */
  public static byte[] line(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    byte[] line = Arrays.copyOf(octets, octets.length + CRLF.length);
    System.arraycopy(CRLF, 0, line, octets.length, CRLF.length);
    return line;
  }

  /** Whether a line as read ends with CRLF. */
  public static boolean isEndedByCrlf(byte[] line) {
    return line.length >= 2 && line[line.length - 2] == '\r' && line[line.length - 1] == '\n';
  }

  /** A line as read without its end, which may be CRLF, LF or missing. */
  public static byte[] withoutLineEnd(byte[] line) {
    if (isEndedByCrlf(line)) {
      return Arrays.copyOf(line, line.length - 2);
    }
    boolean ended = line.length > 0 && line[line.length - 1] == '\n';
    return ended ? Arrays.copyOf(line, line.length - 1) : line;
  }
}
