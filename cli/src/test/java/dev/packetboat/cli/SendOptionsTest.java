package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ScriptedServer;
import dev.packetboat.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each option does, and what is said when it cannot be done: before anything is sent. */
class SendOptionsTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();

  @TempDir private Path folder;
  private String letter = "";

  @BeforeEach
  void writeLetter() throws IOException {
    letter = write("letter.eml", "From: joe@client.test\nTo: ann@mx.test\n\nHello\n");
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "send LETTER | 64 | --relay HOST[:PORT] or --direct is missing",
        "send --relay localhost | 65 | -: names no sender",
        "send --relay localhost --bogus LETTER | 64 | unknown: --bogus",
        "send --relay localhost:x LETTER | 64 | is not HOST or HOST:PORT",
        "send --relay localhost:99999 LETTER | 64 | is not HOST or HOST:PORT",
        "send --relay [::1 LETTER | 64 | is not HOST or HOST:PORT",
        "send --relay localhost --direct LETTER | 64 | exclude each other",
        "send --direct --user joe --password-env X LETTER | 64 | --user goes with --relay",
        "send --direct --allow-cleartext-auth LETTER | 64 | --user goes with --relay",
        "send --direct --tls implicit LETTER | 64 | --tls implicit goes with --relay",
        "send --direct --port 0 LETTER | 64 | --port",
        "send --direct --dns :53 LETTER | 64 | is not HOST or HOST:PORT",
        "send --direct --dns nowhere.invalid LETTER | 78 | --dns: no such host",
        "send --direct --connections 0 LETTER | 64 | --connections",
        "send --relay localhost --dns 127.0.0.1 LETTER | 64 | --dns goes with --direct",
        "send --relay localhost --port 26 LETTER | 64 | --port goes with --direct",
        "send --relay localhost --domain-last LETTER | 64 | --domain-last goes with --direct",
        "mx | 64 | DOMAIN",
        "mx a..test | 64 | a dot too many",
        "send --relay localhost --from a@x.test --to b@x.test --subject hello LETTER | 64 | no FILE",
        "send --relay localhost --from a@x.test --to b@x.test --subject hello --mbox | 64 | no --mbox",
        "send --relay localhost --subject hello | 64 | need --from and --to",
        "send --relay localhost --from a@x.test --subject hello | 64 | need --from and --to",
        "send --relay localhost --to b@x.test --attach LETTER - | 64 | need --from and --to",
        "send --relay localhost --from <> --to b@x.test --subject hello | 64 | not from '<>'",
        "send --relay localhost --from a@x.test --to b@x.test --attach MISSING | 66 | no such file",
        "send --relay localhost --from a@x.test --to b@x.test --attach FOLDER | 66 | is no file",
        "send --relay localhost --from a@x.test --to b@x.test --attach LETTER --attach N\0L | 66 | no such file",
        "send --relay localhost --tls sometimes LETTER | 64 | --tls",
        "send --relay localhost --notify sometimes LETTER | 64 | --notify",
        "send --relay localhost --notify never,success LETTER | 64 | NEVER stands alone",
        "send --relay localhost --return half LETTER | 64 | --return",
        "send --relay localhost --envid EMPTY LETTER | 64 | --envid",
        "send --relay localhost --connections 0 LETTER | 64 | --connections",
        "send --relay localhost --timeout 0 LETTER | 64 | --timeout",
        "send --relay localhost --final-timeout -1 LETTER | 64 | --final-timeout",
        "send --relay localhost --source-address example.test LETTER | 64 | --source-address",
        "send --direct --source-address 192.0.2.7 LETTER | 78 | no address of this machine",
        "send --relay localhost --user joe LETTER | 64 | --user needs one of",
        "send --relay localhost --password-env X LETTER | 64 | needs --user",
        "send --relay localhost --user joe --password-env UNSET LETTER | 78 | UNSET is not set",
        "send --relay localhost --user joe --password-file MISSING LETTER | 66 | MISSING",
        "send --relay localhost --cafile MISSING LETTER | 66 | MISSING",
        "send --relay localhost MISSING | 66 | MISSING",
        "send --relay localhost - - | 64 | standard input is read once",
        "send --relay localhost --mbox | 64 | --mbox needs a FILE",
        "send --relay localhost --mbox - | 64 | --mbox needs a FILE",
        "send --relay localhost --mbox LETTER | 65 | is no mbox",
        "send --relay localhost --mbox FOLDER | 64 | is a folder",
        "send --relay localhost --mbox --clipboard | 64 | --clipboard takes no FILE",
        "send --relay localhost --from nonsense LETTER | 65 | --from",
        "send --relay localhost --to a@b@c LETTER | 65 | --to",
        "recipients | 64 | FILE",
        "recipients --mbox LETTER | 65 | is no mbox",
        "recipients MISSING | 66 | MISSING",
        "probe | 64 | HOST",
        "fly | 64 | unknown: fly"
      })
  void whatCannotBeDoneIsSaidInOneLine(String line, int status, String message) {
    String[] args =
        java.util.Arrays.stream(line.split(" "))
            .map(word -> word.equals("LETTER") ? letter : word)
            .map(word -> word.equals("FOLDER") ? folder.toString() : word)
            .map(word -> word.equals("EMPTY") ? "" : word)
            .toArray(String[]::new);
    Ran ran = Ran.packetboat(args);

    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.errLines()).hasSize(1);
    assertThat(ran.err()).startsWith("packetboat: ").contains(message);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'From: joe@client.test\n\nHello\n' | names no recipient",
        "'To: ann@mx.test\n\nHello\n' | names no sender",
        "'From: joe@client.test, eve@client.test\nTo: ann@mx.test\n\nHello\n' | several addresses"
      })
  void aMessageThatCannotBeUsedIsToldBeforeAnythingIsSent(String text, String message)
      throws IOException {
    try (var server = MailServer.start()) {
      Ran ran =
          Ran.packetboat(
              "send", "--relay", "127.0.0.1:" + server.port(), letter, write("bad.eml", text));

      assertThat(ran.status()).isEqualTo(65);
      assertThat(ran.err()).contains("bad.eml").contains(message);
      assertThat(ran.out()).isEmpty();
      assertThat(server.connections()).isZero();
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void aNulOctetIsToldBeforeAnythingIsSent() throws IOException {
    Ran ran =
        Ran.packetboat(
            "send",
            "--relay",
            "127.0.0.1:1",
            write("nul.eml", "From: joe@client.test\nTo: ann@mx.test\n\nHe\0llo\n"));

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.err()).contains("NUL");
  }

  @Test
  void tlsCertificatesAndPasswordsComeFromFiles() throws IOException {
    Path authority = AUTHORITY.writePem(folder.resolve("authority.pem"));
    String password = write("password", "open sesame\n");
    try (var server =
        MailServer.builder()
            .startTls(AUTHORITY.server("127.0.0.1"))
            .requireLogin()
            .user("joe", "open sesame")
            .start()) {
      Ran ran =
          Ran.packetboat(
              "send",
              "--json",
              "--relay",
              "127.0.0.1:" + server.port(),
              "--cafile",
              authority.toString(),
              "--user",
              "joe",
              "--password-file",
              password,
              "--auth",
              "scram-sha-256",
              letter);

      assertThat(ran.err()).isEmpty();
      assertThat(ran.status()).isZero();
      assertThat(ran.out()).contains("\"tls\":\"TLSv1.3\"");
      assertThat(server.received().get(0).user()).contains("joe");
    }
  }

  @Test
  void aCertificateThatIsNotTrustedDefers() {
    try (var server = MailServer.builder().startTls(AUTHORITY.server("127.0.0.1")).start()) {
      Ran ran =
          Ran.packetboat(
              "send", "--tls", "required", "--relay", "127.0.0.1:" + server.port(), letter);

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.out()).contains("certificate was not accepted");
    }
  }

  @Test
  void insecureTakesItAndSaysSo() {
    try (var server = MailServer.builder().implicitTls(AUTHORITY.server("other.test")).start()) {
      Ran ran =
          Ran.packetboat(
              "send",
              "--tls",
              "implicit",
              "--insecure",
              "--relay",
              "127.0.0.1:" + server.port(),
              letter);

      assertThat(ran.status()).isZero();
      assertThat(ran.err()).contains("--insecure").hasLineCount(1);
    }
  }

  @Test
  void aBearerTokenComesFromTheEnvironment() throws IOException {
    Path authority = AUTHORITY.writePem(folder.resolve("authority.pem"));
    try (var server =
        MailServer.builder()
            .startTls(AUTHORITY.server("127.0.0.1"))
            .token("joe", "valid")
            .start()) {
      Ran ran =
          Ran.with(
              Map.of("TOKEN", "valid"),
              "",
              "send",
              "--relay",
              "127.0.0.1:" + server.port(),
              "--cafile",
              authority.toString(),
              "--user",
              "joe",
              "--token-env",
              "TOKEN",
              letter);

      assertThat(ran.status()).isZero();
      assertThat(server.received().get(0).user()).contains("joe");
    }
  }

  @Test
  void ourNameAddressAndTimeoutsAreUsed() {
    try (var server = ScriptedServer.play("S: 220 x\nC: EHLO me.test\n[stall]")) {
      Ran ran =
          Ran.packetboat(
              "send",
              "--helo",
              "me.test",
              "--source-address",
              "127.0.0.1",
              "--timeout",
              "1",
              "--relay",
              "127.0.0.1:" + server.port(),
              letter);

      assertThat(ran.status()).isEqualTo(75);
      assertThat(ran.out()).contains("within 1.0 s");
    }
  }

  @Test
  void theAnswerToTheEndHasATimeoutOfItsOwn() {
    try (var server =
        ScriptedServer.play(
            """
            S: 220 x
            C~ EHLO .*
            S: 250 x
            C~ MAIL .*
            S: 250 ok
            C~ RCPT .*
            S: 250 ok
            C: DATA
            S: 354 go ahead
            [content]
            [stall]
            """)) {
      Ran ran =
          Ran.packetboat(
              "send", "--final-timeout", "1", "--relay", "127.0.0.1:" + server.port(), letter);

      assertThat(ran.status()).isEqualTo(74);
      assertThat(ran.out()).contains("unknown").contains("within 1.0 s");
    }
  }

  @Test
  void progressIsABarOnStandardError() {
    try (var server = MailServer.start()) {
      Ran ran =
          Ran.packetboat(
              "send",
              "--progress",
              "--tls",
              "none",
              "--relay",
              "127.0.0.1:" + server.port(),
              letter);

      assertThat(ran.err()).contains("100 %");
      assertThat(ran.out()).doesNotContain("%").contains("delivered");
    }
  }
}
