package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands beside {@code send}. */
class CommandsTest {

  @TempDir private Path folder;

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("letter.eml"), text).toString();
  }

  @Test
  void recipientsAreOneALine() throws IOException {
    String letter =
        write("To: Ann <ann@mx.test>, bob@mx.test\nCc: ann@MX.test\nBcc: eve@mx.test\n\n");
    Ran ran = Ran.packetboat("recipients", letter);

    assertThat(ran.status()).isZero();
    assertThat(ran.outLines()).containsExactly("ann@mx.test", "bob@mx.test", "eve@mx.test");
  }

  @Test
  void recipientsAsJson() throws IOException {
    String letter = write("To: Ann <ann@mx.test>, nobody\nCc: bob@mx.test\n\n");
    Ran ran = Ran.packetboat("recipients", "--json", letter);

    assertThat(ran.outLines())
        .containsExactly(
            "{\"message\":\""
                + letter
                + "\",\"to\":[\"ann@mx.test\"],\"cc\":[\"bob@mx.test\"],\"bcc\":[],"
                + "\"recipients\":[\"ann@mx.test\",\"bob@mx.test\"]}");
    assertThat(ran.err()).contains("nobody");
  }

  @Test
  void recipientsOfAResentMessageAreThoseOfTheResending() throws IOException {
    String letter = write("Resent-To: zoe@mx.test\nResent-From: joe@mx.test\nTo: ann@mx.test\n\n");

    assertThat(Ran.packetboat("recipients", "--json", letter).out())
        .contains("\"to\":[\"zoe@mx.test\"]")
        .contains("\"recipients\":[\"zoe@mx.test\"]");
  }

  @Test
  void recipientsOfAnMboxAreOneObjectForEachMessage() throws IOException {
    String box =
        Files.writeString(
                folder.resolve("box"), "From a\nTo: ann@mx.test\n\nFrom b\nTo: bob@mx.test\n")
            .toString();

    assertThat(Ran.packetboat("recipients", "--json", "--mbox", box).outLines())
        .containsExactly(
            "{\"message\":\""
                + box
                + "#1\",\"to\":[\"ann@mx.test\"],\"cc\":[],\"bcc\":[],\"recipients\":[\"ann@mx.test\"]}",
            "{\"message\":\""
                + box
                + "#2\",\"to\":[\"bob@mx.test\"],\"cc\":[],\"bcc\":[],\"recipients\":[\"bob@mx.test\"]}");
  }

  @Test
  void probeSaysWhatIsOffered() {
    var authority = TestCertificates.authority();
    try (var server =
        MailServer.builder().startTls(authority.server("127.0.0.1")).user("joe", "x").start()) {
      Ran ran = Ran.packetboat("probe", "127.0.0.1:" + server.port());

      assertThat(ran.status()).isZero();
      assertThat(ran.out())
          .contains("greeting:     220 mx.test")
          .contains("TLSv1.3")
          .contains("verified:   no")
          .contains("SCRAM-SHA-256-PLUS")
          .contains("PIPELINING")
          .contains("SIZE 52428800");
      assertThat(Ran.packetboat("probe", "--json", "127.0.0.1:" + server.port()).out())
          .contains("\"SIZE\":[\"52428800\"]")
          .contains("\"tls\":\"TLSv1.3\"")
          .contains("\"mechanisms\":[\"SCRAM-SHA-256-PLUS\"");
    }
  }

  @Test
  void probeOfNobodySaysSo() {
    Ran ran = Ran.packetboat("probe", "127.0.0.1:1");

    assertThat(ran.status()).isEqualTo(75);
    assertThat(ran.errLines()).hasSize(1);
    assertThat(ran.err()).contains("connection refused");
  }

  @Test
  void theDemoShowsATranscriptAReportAndWhatToTryNext() {
    Ran ran = Ran.packetboat("demo");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("C: STARTTLS")
        .contains("C: RCPT TO:<tom@tiny.test>")
        .contains("delivered  ann@bigcorp.test  at mx1.bigcorp.test")
        .contains("tried mx0.bigcorp.test [127.77.0.")
        .contains("connection refused")
        .contains("failed     nobody@bigcorp.test")
        .contains("550 5.1.1 no such user here")
        .contains("failed     eve@nomail.test  5.1.10")
        .contains("took a message for ann@bigcorp.test, bob@bigcorp.test, without Bcc")
        .contains("Try next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "send", "mx", "recipients", "probe", "demo", "sandbox"})
  void helpNamesEachOption(String command) {
    Ran ran = command.isEmpty() ? Ran.packetboat("--help") : Ran.packetboat(command, "--help");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("Usage: packetboat").contains("--help");
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= 105);
  }

  @Test
  void helpOfSendHasExamplesAndExitStatuses() {
    assertThat(Ran.packetboat("send", "--help").out())
        .contains("Examples")
        .contains("--password-env")
        .contains("75  some are");
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    Ran ran = Ran.packetboat();

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Usage: packetboat");
  }
}
