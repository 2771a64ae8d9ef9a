package dev.packetboat.routing.internal;

import dev.packetboat.routing.DnsFailure;
import dev.packetboat.routing.internal.Attempt.Answered;
import dev.packetboat.routing.internal.Attempt.Unanswered;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Answers questions, from memory or by asking. Thread-safe. */
public final class Lookup {

  private static final Logger LOG = LoggerFactory.getLogger(Lookup.class);

  // RFC 9520 §3.2: a name that cannot be resolved is not asked for by every message to it.
  private static final Duration FAILURE_KEPT = Duration.ofSeconds(5);

  private final NameServers servers;
  private final AnswerCache cache;
  private final Duration timeout;

  /**
   * @param timeout what one question may take, with all that is asked for it
   */
  public Lookup(NameServers servers, AnswerCache cache, Duration timeout) {
    this.servers = servers;
    this.cache = cache;
    this.timeout = timeout;
  }

  /** The answer if it is known already. */
  Optional<Answer> known(Name name, int type) {
    return cache.get(name, type);
  }

  /** The answer to a question of one of the kinds that {@link Type} lists. */
  public Answer ask(Name name, int type) throws InterruptedException {
    Optional<Answer> known = known(name, type);
    if (known.isPresent()) {
      return known.get();
    }
    Answer answer = follow(new AliasChain(name, type), type);
    LOG.debug("{} {}: {}", name, Type.string(type), answer);
    cache.put(name, type, answer);
    return answer;
  }

  private Answer follow(AliasChain chain, int type) throws InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    Optional<Answer> answer = Optional.empty();
    while (answer.isEmpty()) {
      answer =
          switch (servers.ask(chain.end(), type, deadline)) {
            case Answered answered -> chain.read(answered.message());
            case Unanswered reason ->
                Optional.of(Answer.failed(chain.end(), failure(reason), FAILURE_KEPT));
          };
    }
    return answer.get();
  }

  private static DnsFailure failure(Unanswered reason) {
    return switch (reason) {
      case SILENT, UNREACHABLE -> DnsFailure.TIMEOUT;
      case UNUSABLE -> DnsFailure.SERVFAIL;
    };
  }
}
