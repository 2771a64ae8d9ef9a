package dev.packetboat.routing.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.xbill.DNS.Name;

/**
 * Answers that may be used again, until their lifetime is over; of too many, those go that were not
 * asked for the longest. Thread-safe.
 */
public final class AnswerCache {

  private record Question(Name name, int type) {}

  private record Kept(Answer answer, Instant end) {}

  private final int size;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Question, Kept> answers = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param size how many answers are kept; 0 for none
   */
  public AnswerCache(int size, InstantSource clock) {
    this.size = size;
    this.clock = clock;
  }

  Optional<Answer> get(Name name, int type) {
    Instant now = clock.instant();
    lock.lock();
    try {
      return Optional.ofNullable(answers.get(new Question(name, type)))
          .filter(kept -> now.isBefore(kept.end()))
          .map(Kept::answer);
    } finally {
      lock.unlock();
    }
  }

  void put(Name name, int type, Answer answer) {
    Instant end = clock.instant().plus(answer.lifetime());
    lock.lock();
    try {
      answers.put(new Question(name, type), new Kept(answer, end));
      if (answers.size() > size) {
        answers.remove(answers.firstEntry().getKey());
      }
    } finally {
      lock.unlock();
    }
  }
}
