package dev.packetboat.delivery.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything goes wrong at once, and every recipient has the one right outcome all the same. A run
 * that failed says its number; to have it again, or more of it:
 *
 * <pre>
 * mvn -pl delivery -am test -Dtest=ChaosTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dpacketboat.chaos.seed=4711 -Dpacketboat.chaos.messages=5000 -Dpacketboat.chaos.runs=50
 * </pre>
 *
 * The number decides what the world is like and what is sent; what meets whom there is up to the
 * threads, so that one run with it may find what another does not.
 */
@Timeout(600)
class ChaosTest {

  private static final String SEED = "packetboat.chaos.seed";
  private static final int MESSAGES = Integer.getInteger("packetboat.chaos.messages", 0);
  private static final int RUNS = Integer.getInteger("packetboat.chaos.runs", 1);

  @Test
  void everyRecipientHasTheOneRightOutcome() {
    ChaosRun run = holds(3, MESSAGES > 0 ? MESSAGES : 5000);

    assertThat(run.company().shared()).as(run::toString).isPositive();
    assertThat(run.company().broken()).as(run::toString).isPositive();
  }

  @Test
  @Timeout(7200)
  void whateverTheWorldIsLike() {
    long seed = Long.getLong(SEED, System.nanoTime() & 0xffffff);
    for (int run = 0; run < RUNS; run++) {
      holds(seed + run, MESSAGES > 0 ? MESSAGES : 1000);
    }
  }

  private static ChaosRun holds(long seed, int messages) {
    ChaosRun run = new ChaosRun(seed, messages);
    assertThat(run.complaints()).as(run::toString).isEmpty();
    if (MESSAGES > 0) {
      System.out.println(run);
    }
    return run;
  }
}
