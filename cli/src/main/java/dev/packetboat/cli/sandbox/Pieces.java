package dev.packetboat.cli.sandbox;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of HTML that several pages have. */
final class Pieces {

  static final int LONGEST_SHOWN = 512 << 10; // characters

  private Pieces() {}

  static String recipients(List<String> all) {
    String first = all.stream().limit(3).collect(Collectors.joining(", "));
    return all.size() > 3 ? first + " and " + (all.size() - 3) + " more" : first;
  }

  static String note(String text) {
    return Template.inline("<p class=\"note\">${text}</p>").text("text", text).fill();
  }

  static String preformatted(String kind, String text) {
    String shown = Shortened.to(LONGEST_SHOWN, text);
    return Template.inline("<pre class=\"${kind}\">${text}</pre>${more}")
        .text("kind", kind)
        .text("text", shown)
        .html("more", shown.equals(text) ? "" : note("There is more: download the message."))
        .fill();
  }

  static String conversation(String lines) {
    return Shortened.to(LONGEST_SHOWN, lines)
        .lines()
        .map(Pieces::spoken)
        .collect(Collectors.joining("\n", "<pre class=\"talk\">", "</pre>"));
  }

  private static String spoken(String line) {
    boolean isRefusal = line.matches("S: [45]\\d\\d[ -].*");
    return Template.inline("<span class=\"${who}\">${line}</span>")
        .text("who", isRefusal ? "refusal" : line.startsWith("C: ") ? "client" : "server")
        .text("line", line)
        .fill();
  }

  static String size(long octets) {
    if (octets < 1 << 10) {
      return octets + " octets";
    }
    return octets < 1 << 20 ? (octets >> 10) + " KiB" : (octets >> 20) + " MiB";
  }
}
