package dev.packetboat.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/** A message at random, of parts that are more than 7 bit or not, and what accidents make of it. */
final class WildMessage {

  private static final List<String> TYPES =
      List.of(
          "text/plain; charset=utf-8",
          "text/html; charset=\"ISO-8859-1\"",
          "text/plain; format=flowed;\n delsp=yes",
          "application/json",
          "image/png; name=\"a; boundary=x\"");
  private static final List<String> ENCODINGS = List.of("7bit", "8bit", "8BIT", "binary");
  private static final List<String> MULTIPARTS = List.of("mixed", "alternative", "digest", "x-y");
  private static final List<String> IN_LINES =
      List.of(
          "ä",
          "Привет",
          "日本",
          "From ",
          ".",
          "=3D",
          "=",
          "--",
          "--=_",
          " ",
          "\t",
          "\f",
          "word ",
          "and so on, ",
          "a: b");

  private final Random random;
  private final String end;
  private int boundaries;

  private WildMessage(Random random) {
    this.random = random;
    this.end = random.nextBoolean() ? "\n" : "\r\n";
  }

  /** A message that is well formed. */
  static byte[] random(Random random) {
    return new WildMessage(random).message(3).getBytes(ISO_8859_1);
  }

  /** The message after some accidents. */
  static byte[] damaged(Random random) {
    String source = new String(random(random), ISO_8859_1);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      source = damage(source, random);
    }
    return source.getBytes(ISO_8859_1);
  }

  private static String damage(String source, Random random) {
    List<String> lines = lines(source);
    if (source.isEmpty()) {
      return source;
    }
    int at = random.nextInt(lines.size());
    String line = lines.get(random.nextInt(lines.size()));
    int octet = random.nextInt(source.length());
    String some = String.valueOf(":-=;\" \t\n\rb1\u00fc\0".charAt(random.nextInt(13)));
    return switch (random.nextInt(6)) {
      case 0 -> joined(lines, 0, at) + joined(lines, at + 1, lines.size());
      case 1 -> joined(lines, 0, at) + line + joined(lines, at, lines.size());
      case 2 -> source.substring(0, octet) + some + source.substring(octet);
      case 3 -> source.substring(0, octet) + source.substring(octet + 1);
      case 4 -> joined(lines, 0, at) + " " + joined(lines, at, lines.size());
      default -> source.substring(0, octet);
    };
  }

  private static List<String> lines(String source) {
    return List.of(source.split("(?<=\n)", -1));
  }

  private static String joined(List<String> lines, int from, int to) {
    return String.join("", lines.subList(from, to));
  }

  private String message(int depth) {
    String header = "Subject: " + random.nextInt() + end;
    return random.nextInt(8) == 0
        ? header + end + text()
        : header + "MIME-Version: 1.0" + end + entity(depth);
  }

  private String entity(int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    return kind < 4 ? multipart(depth - 1) : kind < 6 ? attached(depth - 1) : leaf();
  }

  private String multipart(int depth) {
    String boundary = "=_" + (char) ('a' + boundaries++) + " (b)";
    String subtype = any(MULTIPARTS);
    StringBuilder multipart =
        new StringBuilder(
            type("multipart/" + subtype + ";\n boundary=\"" + boundary + "\"") + encoding() + end);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      multipart.append("--" + boundary + end);
      boolean bare = random.nextInt(6) == 0 && !subtype.equals("digest");
      multipart.append(bare ? end + text() : entity(depth)).append(end);
    }
    return multipart + "--" + boundary + "--" + end;
  }

  private String attached(int depth) {
    return type("message/rfc822") + encoding() + end + message(depth);
  }

  private String leaf() {
    boolean long64 = random.nextInt(8) == 0;
    if (long64) {
      return type("image/png") + "Content-Transfer-Encoding: BASE64" + end + end + base64();
    }
    boolean octets = random.nextInt(4) == 0;
    return octets
        ? type("application/x") + "Content-Transfer-Encoding: binary" + end + end + octets()
        : type(any(TYPES)) + encoding() + "X-Last: y" + end + end + text();
  }

  private String base64() {
    return "AbC/".repeat(random.nextInt(400)) + end + "AA==";
  }

  private String octets() {
    byte[] octets = new byte[random.nextInt(100)];
    random.nextBytes(octets);
    // A CR before the delimiter's CRLF would be one line end with it to some.
    return new String(octets, ISO_8859_1) + "x";
  }

  private String type(String value) {
    return "Content-Type: " + value.replace("\n", end) + end;
  }

  private String encoding() {
    return random.nextBoolean() ? "" : "Content-Transfer-Encoding: " + any(ENCODINGS) + end;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      int long1000 = random.nextInt(12) == 0 ? 300 : 8;
      int range = random.nextInt(2) == 0 ? 3 : 0;
      for (int j = random.nextInt(long1000); j > 0; j--) {
        text.append(IN_LINES.get(random.nextInt(range, IN_LINES.size())));
      }
      text.append(end);
    }
    return new String(text.toString().getBytes(UTF_8), ISO_8859_1);
  }

  private String any(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }
}
