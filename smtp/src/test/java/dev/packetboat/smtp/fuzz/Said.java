package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.packetboat.smtp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as it stands in what the server said.
 *
 * @param write the number of the write that held its last octet
 * @param end the offset behind it
 */
record Said(Reply reply, int write, int end) {

  private static final Pattern LINE = Pattern.compile("([2-5][0-9]{2})(?:([ -])([^\n]*))?");

  /** All replies up to the first that is none, or is cut short. */
  static List<Said> all(Tape tape) {
    String text = new String(tape.said(), ISO_8859_1);
    List<Said> all = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String first = "";
    int from = 0;
    for (int lf = text.indexOf('\n'); lf >= 0; lf = text.indexOf('\n', from)) {
      Matcher line = LINE.matcher(text.substring(from, lf).replaceFirst("\r\\z", ""));
      if (!line.matches() || !(first.isEmpty() || first.equals(line.group(1)))) {
        return all;
      }
      from = lf + 1;
      lines.add(line.group(3) == null ? "" : readable(line.group(3)));
      first = line.group(1);
      if (!"-".equals(line.group(2))) {
        all.add(new Said(new Reply(Integer.parseInt(first), lines), tape.writeOf(lf), from));
        lines.clear();
        first = "";
      }
    }
    return all;
  }

  private static String readable(String octets) {
    String text = new String(octets.getBytes(ISO_8859_1), UTF_8);
    return text.replaceAll("[\\p{Cntrl}\u0080-\u009f&&[^\t]]", "\ufffd");
  }
}
