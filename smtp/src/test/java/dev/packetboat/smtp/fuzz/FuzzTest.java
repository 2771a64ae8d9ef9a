package dev.packetboat.smtp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.smtp.fuzz.Fuzzer.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a server says, and whenever it stops: no hang, no exception but those that are declared,
 * no message that is wrongly said to be delivered or not, and the session in step or closed.
 *
 * <p>A failure names the properties with which it is seen again. {@code packetboat.fuzz.count} set
 * to more makes a longer run.
 */
class FuzzTest {

  private static final long COUNT = Long.getLong("packetboat.fuzz.count", 2_000);
  private static final int ENOUGH = 1_000;
  private static final long FIRST = Long.getLong("packetboat.fuzz.first", 0);

  @Test
  @Timeout(300)
  void conversationsThatAreTheSameEachTime() throws InterruptedException {
    fuzz(20261127);
  }

  @Test
  @Timeout(300)
  void conversationsThatNobodyHasSeenBefore() throws InterruptedException {
    fuzz(Long.getLong("packetboat.fuzz.seed", System.nanoTime()));
  }

  private static void fuzz(long seed) throws InterruptedException {
    Findings findings = Fuzzer.run(seed, FIRST, COUNT);

    assertThat(findings.fault().orElse("")).isEmpty();
    if (findings.encounters() >= ENOUGH) {
      assertThat(findings.counts())
          .as("encounters are of all kinds")
          .containsKeys(
              "sent",
              "sent by LMTP",
              "in doubt for some",
              "dropped",
              "sent behind a refused one",
              "in doubt behind one that was sent",
              "several in doubt",
              "not sent behind one in doubt",
              "answered",
              "authenticated",
              "UNKNOWN",
              "Refused",
              "Unsupported",
              "ContentFailed",
              "Vetoed",
              "ConnectionLost",
              "ProtocolViolation",
              "TimedOut",
              "Cancelled");
    }
  }
}
