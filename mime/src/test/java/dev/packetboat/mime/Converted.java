package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Messages before and after, which two other parsers compare. */
final class Converted {

  private static final Pattern LONE = Pattern.compile("\\r(?!\\n)|(?<!\\r)\\n");

  private static final String COMPARISON =
      """
      import email, sys
      ADDED = ("content-transfer-encoding", "mime-version", "content-type")
      def lines(octets): return octets.replace(b"\\r\\n", b"\\n").replace(b"\\r", b"\\n")
      def header(part, other):
          return [(name, "".join(str(value).splitlines())) for name, value in part.items()
                  if not (name.lower() in ADDED and (name.lower() == ADDED[0] or name not in other))]
      def tree(part, other, exact):
          if part.is_multipart() and other.is_multipart():
              inside, others = part.get_payload(), other.get_payload()
              body = [tree(a, b, exact) for a, b in zip(inside, others)] + [len(inside)]
              body += [str(part.preamble).splitlines(), str(part.epilogue).splitlines()]
          elif part.is_multipart() or other.is_multipart():
              body = part.is_multipart()
          else:
              body = part.get_payload(decode=True)
              if not (exact and part.get_content_maintype() != "text"):
                  body = lines(body).removesuffix(b"\\n")
          return ["".join(part.get_content_type().splitlines()), header(part, other), body]
      folder = sys.argv[1]
      for number in range(int(sys.argv[2])):
          with open(f"{folder}/{number}.before", "rb") as file: before = file.read()
          with open(f"{folder}/{number}.after", "rb") as file: after = file.read()
          # Where lines end in LF, they all become CRLF.
          exact = sys.argv[3] == "true" and before.split(b"\\n")[0].endswith(b"\\r")
          a, b = email.message_from_bytes(before), email.message_from_bytes(after)
          x, y = tree(a, b, exact), tree(b, a, exact)
          x, y = repr(x), repr(y)
          at = next((i for i in range(len(x)) if x[i] != y[i:i+1]), 0)
          print("same" if x == y else f"{x[at-40:at+60]} became {y[at-40:at+60]}")
      """;

  private Converted() {}

  static byte[] octets(Content content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    return out.toByteArray();
  }

  /** Converts it, and checks what needs no parser: 7 bit, lines, the size. */
  static byte[] convert(byte[] before) throws IOException {
    Content original = Content.of(before);
    Content converted = SevenBit.convert(original);
    byte[] after = octets(converted);
    assertThat(converted.size()).hasValue(after.length);
    String source = new String(after, StandardCharsets.ISO_8859_1);
    assertThat(source.chars().allMatch(c -> c > 0 && c < 0x80)).isTrue();
    assertThat(source.lines().allMatch(line -> line.length() <= 998)).isTrue();
    if (!converted.equals(original)) {
      assertThat(source.endsWith("\r\n") && !LONE.matcher(source).find()).isTrue();
    }
    return after;
  }

  /**
   * Has Python say of each pair whether both have the same parts, fields and octets.
   *
   * @param exact what is no text is compared octet for octet, line ends included, in messages whose
   *     lines end in CRLF
   */
  static List<String> compare(Path folder, List<byte[]> before, List<byte[]> after, boolean exact)
      throws IOException, InterruptedException {
    for (int i = 0; i < before.size(); i++) {
      Files.write(folder.resolve(i + ".before"), before.get(i));
      Files.write(folder.resolve(i + ".after"), after.get(i));
    }
    String output =
        new Python(folder).run("-c", COMPARISON, folder.toString(), "" + before.size(), "" + exact);
    return new ArrayList<>(output.lines().toList());
  }
}
