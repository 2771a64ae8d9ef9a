package dev.packetboat.smtp.fuzz;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.testkit.TestCertificates;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Many encounters, several at a time: most of those that take long only wait. */
final class Fuzzer {

  private static final int AT_A_TIME = 24;

  private final long seed;
  private final long end;
  private final AtomicLong next;
  private final SSLContext tls = TestCertificates.selfSigned("mx.test").sslContext();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Map<Long, String> faults = new ConcurrentSkipListMap<>();

  private Fuzzer(long seed, long first, long count) {
    this.seed = seed;
    this.next = new AtomicLong(first);
    this.end = first + count;
  }

  /**
   * What was found.
   *
   * @param counts how often each outcome came
   * @param fault the first encounter with which something was wrong, told in full
   */
  record Findings(Map<String, Integer> counts, Optional<String> fault) {

    int encounters() {
      return counts.getOrDefault("encounters", 0);
    }
  }

  static Findings run(long seed, long first, long count) throws InterruptedException {
    return new Fuzzer(seed, first, count).run();
  }

  private Findings run() throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_A_TIME; i++) {
        threads.execute(this::work);
      }
    }
    return new Findings(new ConcurrentSkipListMap<>(counts), faults.values().stream().findFirst());
  }

  private void work() {
    try (Host host = new Host()) {
      for (long number = next.getAndIncrement();
          number < end && faults.isEmpty();
          number = next.getAndIncrement()) {
        Encounter encounter = new Encounter(seed, number, host.port(), tls);
        host.expect(encounter);
        List<String> complaints = encounter.run();
        if (!complaints.isEmpty()) {
          faults.put(number, told(encounter, complaints));
        }
        count(encounter);
      }
    } catch (IOException | InterruptedException | RuntimeException broken) {
      faults.put(-1L, "the fuzzer itself broke: " + broken);
    }
  }

  private static String told(Encounter encounter, List<String> complaints) {
    return String.join("\n", complaints)
        + "\nagain with -Dpacketboat.fuzz.seed="
        + encounter.seed
        + " -Dpacketboat.fuzz.first="
        + encounter.number
        + " -Dpacketboat.fuzz.count=1\n"
        + encounter;
  }

  private void count(Encounter encounter) {
    count("encounters");
    for (Claims.Claim claim : encounter.claims.all) {
      switch (claim) {
        case Claims.Failed failed -> count(failed.how());
        case Claims.Broke broke -> count(broke.how());
        case Claims.Sent sent -> count(sent.receipt().isForEach() ? "sent by LMTP" : "sent");
        case Claims.Together together -> count(together);
        case Claims.Dropped dropped -> count("dropped");
        case Claims.Named named -> count("named");
        case Claims.Answered answered -> count("answered");
        case Claims.Authenticated by -> count("authenticated");
      }
    }
  }

  private void count(Claims.Together together) {
    Predicate<Sending> isSent = sending -> sending.failure().isEmpty();
    Predicate<Sending> isLost =
        sending ->
            sending
                .failure()
                .filter(SmtpException.ConnectionLost.class::isInstance)
                .filter(failure -> failure.acceptance() == Acceptance.NO)
                .isPresent();
    count("in a pipeline");
    if (together.holds(isSent.negate(), isSent)) {
      count("sent behind a refused one");
    }
    if (together.holds(isSent, Judge::isInDoubt)) {
      count("in doubt behind one that was sent");
    }
    if (together.holds(Judge::isInDoubt, Judge::isInDoubt)) {
      count("several in doubt");
    }
    if (together.holds(Judge::isInDoubt, isLost)) {
      count("not sent behind one in doubt");
    }
  }

  private void count(SmtpException how) {
    count(how.getClass().getSimpleName());
    count(how.acceptance().name());
    count(how.sessionUsable() ? "usable" : "closed");
    Set<Boolean> lastWords =
        how.recipients().stream()
            .map(result -> result.answer() instanceof RecipientResult.Unanswered)
            .collect(Collectors.toSet());
    count(lastWords.size() == 2 ? "in doubt for some" : "in doubt for all or none");
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }
}
