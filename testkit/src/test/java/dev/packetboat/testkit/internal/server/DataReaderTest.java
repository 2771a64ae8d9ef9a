package dev.packetboat.testkit.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.packetboat.testkit.internal.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DataReaderTest {

  private static ContentBuffer.Content read(byte[] octets) throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Wire wire = new Wire(listener.accept())) {
      client.getOutputStream().write(octets);
      client.shutdownOutput();
      return new DataReader(ContentBuffer.ofText(1000, 100)).read(wire);
    }
  }

  // RFC 5321 §4.5.2
  @ParameterizedTest
  @CsvSource({
    "'.\r\n', ''",
    "'a\r\n.\r\n', 'a\r\n'",
    "'..\r\n.\r\n', '.\r\n'",
    "'.a\r\n.\r\n', 'a\r\n'",
    "'...\r\n\r\n.\r\nmore', '..\r\n\r\n'",
    "'a.\r\n.b.\r\n.\r\n', 'a.\r\nb.\r\n'",
  })
  void takesStuffedDotsOut(String wire, String content) throws IOException {
    ContentBuffer.Content read = read(wire.getBytes(StandardCharsets.UTF_8));
    assertThat(read.fault()).isEmpty();
    assertThat(read.octets()).asString(StandardCharsets.UTF_8).isEqualTo(content);
  }

  @Test
  void keepsAnyOctet() throws IOException {
    assertThat(read(HexFormat.of().parseHex("00ff80410d0a2e0d0a")).octets())
        .containsExactly(0, 0xff, 0x80, 'A', '\r', '\n');
  }

  @Test
  void doesNotTakeTheEndOfTheStreamForTheEndOfContent() {
    assertThatThrownBy(() -> read("a\r\n.".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EOFException.class);
  }

  /**
   * Cases of other projects' tests. Content with a bare CR or LF is refused also where their reader
   * takes it.
   */
  @TestFactory
  Stream<DynamicTest> agreesWithOthers() throws IOException {
    Path file =
        Path.of(
            System.getProperty(
                "packetboat.corpora",
                System.getProperty("packetboat.root", "..") + "/../shared/corpora"),
            "smuggling",
            "data-reader.json");
    assumeTrue(
        Files.exists(file), "no independent test material at " + file.toAbsolutePath().normalize());
    JsonNode cases = JsonMapper.shared().readTree(Files.readAllBytes(file));
    assertThat(cases).hasSizeGreaterThanOrEqualTo(24);
    return cases
        .valueStream()
        .map(each -> DynamicTest.dynamicTest(each.get("wire").toString(), () -> agrees(each)));
  }

  private static void agrees(JsonNode expected) throws IOException {
    ContentBuffer.Content content =
        read(HexFormat.of().parseHex(expected.get("wire_hex").asString()));
    boolean bare =
        expected.get("reject").asBoolean()
            || expected.get("message").asString().replace("\r\n", "").matches("(?s).*[\r\n].*");
    if (bare) {
      assertThat(content.fault()).isEqualTo(Optional.of(ContentBuffer.Fault.BARE_LINE_END));
    } else {
      assertThat(content.fault()).isEmpty();
      assertThat(content.octets())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(expected.get("message").asString());
    }
  }
}
