package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.SmtpException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the library said, as a report; and the exit status that follows from all reports. */
class ReportsTest {

  private static final Letter LETTER =
      new Letter(
          "letter.eml",
          Content.of("Subject: x\n\n"),
          Optional.empty(),
          Envelope.from("joe@client.test").to("ann@mx.test"),
          List.of());

  @ParameterizedTest
  @CsvSource({"25, true", "587, false"})
  void aPortThatProvidersBlockIsNamedWithTheWayOut(int port, boolean hinted) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var failure =
        new SmtpException.ConnectFailed("no", List.of(new ConnectAttempt(address, "timed out")));
    MessageReport report = new Reports(LETTER, "mx.test").failed(Optional.empty(), failure);

    assertThat(report.recipients().get(0).reason().orElseThrow().contains("--relay"))
        .isEqualTo(hinted);
    assertThat(report.status()).isEqualTo(Status.DEFERRED);
  }

  @ParameterizedTest
  @CsvSource({
    "DELIVERED, DELIVERED, DELIVERED, 0",
    "DELIVERED, FAILED, PARTIAL, 69",
    "DELIVERED, DEFERRED, PARTIAL, 75",
    "FAILED, DEFERRED, PARTIAL, 69",
    "FAILED, FAILED, FAILED, 69",
    "DEFERRED, DEFERRED, DEFERRED, 75",
    "UNKNOWN, DELIVERED, UNKNOWN, 74",
    "UNKNOWN, FAILED, UNKNOWN, 69",
    "UNKNOWN, DEFERRED, UNKNOWN, 74"
  })
  void theStatusOfTheWholeFollowsFromItsParts(
      Status one, Status other, Status message, int exitStatus) {
    var report =
        new MessageReport(
            "letter.eml",
            Optional.empty(),
            "",
            0,
            List.of(
                RecipientReport.own("a@x.test", one, "4.0.0", "why"),
                RecipientReport.own("b@x.test", other, "4.0.0", "why")),
            false,
            false);

    assertThat(report.status()).isEqualTo(message);
    assertThat(Outcome.of(List.of(report), false).code()).isEqualTo(exitStatus);
    assertThat(Outcome.of(List.of(report), true)).isEqualTo(ExitStatus.INTERRUPTED);
  }

  @Test
  void nothingAttemptedIsDeferred() {
    MessageReport report = new Reports(LETTER, "mx.test").notAttempted("interrupted");

    assertThat(report.status()).isEqualTo(Status.DEFERRED);
    assertThat(report.recipients().get(0).reason()).contains("not attempted: interrupted");
  }
}
