package dev.packetboat.smtp.internal.content;

import static dev.packetboat.smtp.internal.content.Escapes.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.smtp.Corpora;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Messages collected by others: without their Bcc fields, and else as they were. */
class MessageCorpusTest {

  /** A field at the start of a line, and the lines that continue it. */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "(?<![^\n])(resent-)?bcc[ \t]*:[^\r\n]*\r\n([ \t][^\r\n]*\r\n)*",
          Pattern.CASE_INSENSITIVE);

  @TestFactory
  Stream<DynamicTest> composed() {
    return Material.json("messages/composed.json")
        .valueStream()
        .map(
            one ->
                dynamicTest(
                    one.get("file").asString(),
                    () ->
                        assertThat(hiddenFieldsOf(one))
                            .isEqualTo(one.get("after_bcc_removal_headers_absent").size())
                            .isPositive()));
  }

  @TestFactory
  Stream<DynamicTest> raw() {
    return Material.json("messages/expected.json")
        .valueStream()
        .map(
            one ->
                dynamicTest(
                    one.get("file").asString(),
                    () ->
                        assertThat(hiddenFieldsOf(one))
                            .isEqualTo(
                                one.get("headers")
                                    .propertyStream()
                                    .filter(field -> field.getKey().endsWith("Bcc"))
                                    .mapToInt(field -> field.getValue().size())
                                    .sum())));
  }

  /** Asserts that the message goes as it should, and returns how many of its fields do not. */
  private static int hiddenFieldsOf(JsonNode one) throws IOException {
    byte[] input = Files.readAllBytes(Corpora.path("messages").resolve(one.get("file").asString()));
    String message = canonical(input);
    Matcher hidden = HIDDEN.matcher(message).region(0, headerLength(message));
    StringBuilder expected = new StringBuilder();
    int fields = 0;
    while (hidden.find()) {
      hidden.appendReplacement(expected, "");
      fields++;
    }
    hidden.appendTail(expected);

    String wire = Encoding.encoded(input, LineEnds.NORMALIZED, Dots.PLAIN).wire().orElseThrow();

    assertThat(wire).isEqualTo(expected.toString());
    assertNobodyHidden(octets(wire), input);
    return fields;
  }

  private static int headerLength(String message) {
    int end = ("\r\n" + message).indexOf("\r\n\r\n");
    return end < 0 ? message.length() : end;
  }

  private static void assertNobodyHidden(byte[] wire, byte[] input) throws IOException {
    MessageHeader before = MessageHeader.read(Content.of(input));
    MessageHeader after = MessageHeader.read(Content.of(wire));
    assertThat(after.bcc().addresses()).isEmpty();
    assertThat(after.to().addresses()).isEqualTo(before.to().addresses());
    assertThat(after.cc().addresses()).isEqualTo(before.cc().addresses());
  }

  private static String canonical(byte[] input) {
    String text = new String(input, Escapes.CHARSET).replaceAll("\r\n|\r|\n", "\r\n");
    return text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
  }

  @Test
  void theMaterialIsWhatItWas() {
    assertThat(Material.json("messages/composed.json").size()).isEqualTo(59);
    assertThat(Material.json("messages/expected.json").size()).isEqualTo(399);
  }
}
