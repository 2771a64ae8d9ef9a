package dev.packetboat.smtp.internal.content;

import static dev.packetboat.smtp.internal.content.Escapes.octets;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The same job as the encoder's, done so simply that it can be seen to be right: the whole message
 * in memory, cut into lines, each line looked at by regular expressions.
 */
final class LineByLine {

  private static final Pattern BARE = Pattern.compile("(?<!\r)\n|\r(?!\n)");
  private static final Pattern HIDDEN = Pattern.compile("(?is)(resent-)?bcc[ \t]*(:.*)?");
  private static final Pattern CONTINUES = Pattern.compile("(?s)[ \t].*");

  private LineByLine() {}

  static Encoding encoded(byte[] input, LineEnds lineEnds, Dots dots) {
    String text = new String(input, ISO_8859_1);
    boolean complete = text.isEmpty() || text.endsWith("\r\n");
    boolean strict = lineEnds == LineEnds.STRICT;
    if (text.contains("\0") || (strict && (!complete || BARE.matcher(text).find()))) {
      return Encoding.REFUSED;
    }
    List<String> lines = lines(text);
    int end = lines.indexOf("");
    List<String> header = withoutHidden(lines.subList(0, end < 0 ? lines.size() : end));
    List<String> sent = new ArrayList<>(header);
    sent.addAll(lines.subList(end < 0 ? lines.size() : end, lines.size()));
    return Encoding.of(octets(wire(sent, dots)), facts(sent, header));
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\r\n|\r|\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast(); // there is no line behind the last line end
    }
    return lines;
  }

  private static List<String> withoutHidden(List<String> header) {
    List<String> sent = new ArrayList<>();
    boolean hidden = false;
    for (String line : header) {
      hidden = CONTINUES.matcher(line).matches() ? hidden : HIDDEN.matcher(line).matches();
      if (!hidden) {
        sent.add(line);
      }
    }
    return sent;
  }

  private static String wire(List<String> sent, Dots dots) {
    StringBuilder wire = new StringBuilder();
    for (String line : sent) {
      boolean stuffed = dots == Dots.STUFFED && line.startsWith(".");
      wire.append(stuffed ? "." : "").append(line).append("\r\n");
    }
    return wire.toString();
  }

  private static ContentFacts facts(List<String> sent, List<String> header) {
    return new ContentFacts(
        sent.stream().mapToLong(line -> line.length() + 2).sum(),
        sent.stream().anyMatch(LineByLine::isEightBit),
        header.stream().anyMatch(LineByLine::isEightBit)
            && header.stream().allMatch(LineByLine::isUtf8),
        sent.stream().anyMatch(line -> line.length() > 998));
  }

  private static boolean isEightBit(String line) {
    return line.chars().anyMatch(c -> c >= 0x80);
  }

  private static boolean isUtf8(String line) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(octets(line)));
      return true;
    } catch (CharacterCodingException invalid) {
      return false;
    }
  }
}
