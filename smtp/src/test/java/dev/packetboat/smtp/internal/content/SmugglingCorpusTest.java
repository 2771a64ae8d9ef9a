package dev.packetboat.smtp.internal.content;

import static dev.packetboat.smtp.internal.content.Escapes.octets;
import static dev.packetboat.smtp.internal.content.Escapes.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Ends of data that are none, collected by others to get a second message past a client. */
class SmugglingCorpusTest {

  private static final String END = ".\r\n";

  /** What other clients write, or refuse, with a setting as strict as ours. */
  @TestFactory
  Stream<DynamicTest> writers() {
    return Material.json("smuggling/data-writer.json")
        .valueStream()
        .map(
            one ->
                dynamicTest(
                    "\"" + shown(input(one, "input_hex")) + "\"", () -> assertWritten(one)));
  }

  private static void assertWritten(JsonNode one) throws IOException {
    byte[] input = input(one, "input_hex");
    Optional<String> expected =
        one.get("reject").asBoolean() ? Optional.empty() : Optional.of(one.get("wire").asString());
    for (int[] cuts : List.of(new int[0], IntStream.range(0, input.length).toArray())) {
      Encoding encoding = Encoding.encoded(input, LineEnds.STRICT, Dots.STUFFED, cuts);
      assertThat(encoding.wire().map(wire -> wire + END)).isEqualTo(expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> falseEndsOfData() {
    JsonNode vectors = Material.json("smuggling/vectors.json");
    String template = vectors.get("payload_template").asString();
    return vectors
        .get("sequences")
        .valueStream()
        .map(
            one -> {
              byte[] sequence = input(one, "sequence_hex");
              byte[] payload =
                  octets(template.replace("{EOD}", new String(sequence, Escapes.CHARSET)));
              return dynamicTest(
                  one.get("id").asString() + " " + shown(sequence),
                  () -> assertHarmless(payload, holdsNul(sequence)));
            });
  }

  private static void assertHarmless(byte[] payload, boolean refused) throws IOException {
    for (Dots dots : Dots.values()) {
      assertThat(Encoding.encoded(payload, LineEnds.STRICT, dots)).isEqualTo(Encoding.REFUSED);
      for (int[] cuts : List.of(new int[0], IntStream.range(0, payload.length).toArray())) {
        Optional<String> wire = Encoding.encoded(payload, LineEnds.NORMALIZED, dots, cuts).wire();
        assertThat(wire.isEmpty()).as("NUL is refused, nothing else").isEqualTo(refused);
        wire.ifPresent(octets -> assertHarmless(octets, dots));
      }
    }
  }

  private static void assertHarmless(String wire, Dots dots) {
    assertThat(wire)
        .doesNotContainPattern("(?<!\r)\n|\r(?!\n)")
        .endsWith("\r\n")
        .contains("SMUGGLED");
    if (dots == Dots.PLAIN) {
      return; // RFC 3030 §2: the size of the chunk says where it ends
    }
    String data = wire + END;
    assertThat(data.indexOf("\r\n.\r\n")).isEqualTo(data.length() - 5);
    for (String split : List.of("\r\n", "\n", "\r", "\r\r\n")) {
      assertThat(wire.split(split, -1)).as("split at %s", shown(octets(split))).doesNotContain(".");
    }
  }

  @Test
  void theMaterialIsWhatItWas() {
    assertThat(Material.json("smuggling/data-writer.json").size()).isEqualTo(16);
    assertThat(Material.json("smuggling/vectors.json").get("sequences").size()).isEqualTo(13);
  }

  private static byte[] input(JsonNode one, String field) {
    return HexFormat.of().parseHex(one.get(field).asString());
  }

  private static boolean holdsNul(byte[] octets) {
    return new String(octets, Escapes.CHARSET).contains("\0");
  }
}
