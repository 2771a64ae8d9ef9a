package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.cli.MessageReport.Trouble;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What many outcomes come to: for a message, and for the command. */
class OutcomeTest {

  private static MessageReport message(Trouble trouble, Status... recipients) {
    List<RecipientReport> reports =
        Arrays.stream(recipients)
            .map(status -> RecipientReport.own("ann@mx.test", status, "4.0.0", "so it was"))
            .toList();
    return new MessageReport("letter.eml", Optional.empty(), "", 0, reports, trouble);
  }

  private static Status[] statuses(String words) {
    return Arrays.stream(words.split(" ")).map(Status::valueOf).toArray(Status[]::new);
  }

  private static ExitStatus exitStatus(List<MessageReport> reports, boolean interrupted) {
    var outcome = new Outcome();
    reports.forEach(outcome::add);
    return outcome.status(interrupted);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "DELIVERED DELIVERED, DELIVERED",
    "FAILED FAILED, FAILED",
    "DEFERRED DEFERRED, DEFERRED",
    "UNKNOWN UNKNOWN, UNKNOWN",
    "DELIVERED FAILED DEFERRED UNKNOWN, UNKNOWN",
    "DELIVERED FAILED, PARTIAL",
    "DELIVERED DEFERRED, PARTIAL",
    "FAILED DEFERRED, PARTIAL"
  })
  void aMessageIsWhatItsRecipientsAre(String recipients, Status message) {
    assertThat(message(Trouble.NONE, statuses(recipients)).status()).isEqualTo(message);
  }

  @ParameterizedTest(name = "{0} ends with {1}")
  @CsvSource({
    "DELIVERED DELIVERED, DONE",
    "DELIVERED DEFERRED, DEFERRED",
    "DEFERRED UNKNOWN, UNKNOWN",
    "DEFERRED UNKNOWN FAILED DELIVERED, FAILED"
  })
  void theFirstThatAppliesIsTheExitStatus(String recipients, ExitStatus expected) {
    assertThat(exitStatus(List.of(message(Trouble.NONE, statuses(recipients))), false))
        .isEqualTo(expected);
  }

  @Test
  void whatFailedInOneMessageCountsForAll() {
    var reports =
        List.of(
            message(Trouble.NONE, Status.DELIVERED),
            message(Trouble.NONE, Status.FAILED),
            message(Trouble.NONE, Status.DEFERRED));

    assertThat(exitStatus(reports, false)).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void refusedCredentialsComeBeforeFailuresAndInterruptionBeforeAll() {
    var reports =
        List.of(
            message(Trouble.NONE, Status.FAILED), message(Trouble.CREDENTIALS, Status.DEFERRED));

    assertThat(exitStatus(reports, false)).isEqualTo(ExitStatus.REFUSED);
    assertThat(exitStatus(reports, true)).isEqualTo(ExitStatus.INTERRUPTED);
  }

  @Test
  void contentThatCouldNotBeReadCountsAsUnknown() {
    assertThat(exitStatus(List.of(message(Trouble.CONTENT, Status.DEFERRED)), false))
        .isEqualTo(ExitStatus.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "DONE, 0",
    "USAGE, 64",
    "BAD_INPUT, 65",
    "NO_INPUT, 66",
    "FAILED, 69",
    "FAULT, 70",
    "UNKNOWN, 74",
    "DEFERRED, 75",
    "REFUSED, 77",
    "CONFIGURATION, 78",
    "INTERRUPTED, 130"
  })
  void exitStatusesAreThoseOfSysexits(ExitStatus status, int code) {
    assertThat(status.code()).isEqualTo(code);
  }
}
