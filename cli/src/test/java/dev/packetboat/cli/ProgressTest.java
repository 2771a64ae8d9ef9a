package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.cli.MessageReport.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a run of many messages has come, by a clock that stands still. */
class ProgressTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = -42;

  private static MessageReport report(Status status) {
    var recipient = RecipientReport.own("ann@mx.test", status, "4.0.0", "so it was");
    return new MessageReport("x", Optional.empty(), "", 0, List.of(recipient), Trouble.NONE);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @ParameterizedTest(name = "{0} of {1} in {2} s: {3}")
  @CsvSource({
    "0, 10000, 3, '[................] 0 %  0 of 10000'",
    "2500, 10000, 10, '[####............] 25 %  2500 of 10000  250/s  0:30 left'",
    "1, 10000, 1, '[................] 0 %  1 of 10000  1.0/s  2:46:39 left'",
    "9, 10000, 1, '[................] 0 %  9 of 10000  9.0/s  18:31 left'",
    "9999, 10000, 100, '[###############.] 99 %  9999 of 10000  100/s  0:01 left'",
    "10000, 10000, 100, '[################] 100 %  10000 of 10000  100/s'",
    "3, 1000000, 6, '[................] 0 %  3 of 1000000  30/min  555:33:14 left'",
    "1000000, 2000000, 500, '[########........] 50 %  1000000 of 2000000  2000/s  8:20 left'"
  })
  void saysDoneRateAndTimeLeft(int done, int messages, int seconds, String line) {
    var progress = new Progress(messages, () -> now);
    for (int i = 0; i < done; i++) {
      progress.add(report(Status.DELIVERED));
    }
    pass(Duration.ofSeconds(seconds));

    assertThat(progress.line()).isEqualTo(line);
  }

  @Test
  void saysHowManyWereNotDelivered() {
    var progress = new Progress(10, () -> now);
    progress.add(report(Status.DELIVERED));
    progress.add(report(Status.DEFERRED));
    progress.add(report(Status.FAILED));
    pass(Duration.ofSeconds(1));

    assertThat(progress.line()).contains("3 of 10  3.0/s  2 not delivered  0:03 left");
  }

  @Test
  void staysInTheLineOfANarrowTerminal() {
    var progress = new Progress(2_000_000, () -> now);
    for (int i = 0; i < 1_000_000; i++) {
      progress.add(report(Status.FAILED));
    }
    pass(Duration.ofHours(5));

    assertThat(progress.line())
        .isEqualTo(
            "[####.....] 50 %  1000000 of 2000000  56/s  1000000 not delivered  5:00:00 left")
        .hasSizeLessThan(80);
  }

  private ProgressBar bar(ProgressBar.Place place) {
    return new ProgressBar(new PrintStream(err, true, StandardCharsets.UTF_8), place, () -> now);
  }

  private String drawn() {
    String drawn = err.toString(StandardCharsets.UTF_8);
    err.reset();
    return drawn;
  }

  @Test
  void isDrawnTenTimesASecondAndWhenAllIsDone() {
    ProgressBar bar = bar(ProgressBar.Place.ALONE);
    bar.expect(4);
    assertThat(drawn()).contains("0 of 4");
    bar.done(report(Status.DELIVERED), () -> {});
    pass(Duration.ofMillis(99));
    bar.done(report(Status.DELIVERED), () -> {});
    assertThat(drawn()).isEmpty();
    pass(Duration.ofMillis(1));
    bar.done(report(Status.DELIVERED), () -> {});
    assertThat(drawn()).contains("3 of 4");
    bar.done(report(Status.DELIVERED), () -> {});
    assertThat(drawn()).contains("4 of 4");
  }

  @Test
  void makesRoomForAReportAndComesBackBelowIt() {
    ProgressBar bar = bar(ProgressBar.Place.BELOW_REPORTS);
    bar.expect(2);
    int length = drawn().length() - 1;
    bar.done(report(Status.DELIVERED), () -> assertThat(drawn()).isEqualTo(blank(length)));

    assertThat(drawn()).startsWith("\r[");
  }

  private static String blank(int length) {
    return "\r" + " ".repeat(length) + "\r";
  }

  @Test
  void aShorterLineLeavesNothingOfALongerOne() {
    ProgressBar bar = bar(ProgressBar.Place.ALONE);
    bar.expect(10);
    drawn();
    pass(Duration.ofMinutes(20));
    bar.done(report(Status.DELIVERED), () -> {});
    int longer = drawn().stripTrailing().length();
    pass(Duration.ofMillis(100));
    for (int i = 0; i < 9; i++) {
      bar.done(report(Status.DELIVERED), () -> {});
    }
    String last = drawn();

    assertThat(last.substring(last.lastIndexOf('\r')))
        .endsWith("  ")
        .hasSizeGreaterThanOrEqualTo(longer);
  }

  @Test
  void isNowhereWhenNotWanted() {
    ProgressBar bar = bar(ProgressBar.Place.NOWHERE);
    bar.expect(2);
    bar.done(report(Status.DELIVERED), () -> {});
    bar.clear();

    assertThat(drawn()).isEmpty();
  }
}
