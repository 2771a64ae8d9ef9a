package dev.packetboat.routing.internal;

import dev.packetboat.routing.DnsFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What DNS says to a question, all aliases followed. Immutable.
 *
 * @param name behind all aliases, as far as they could be followed
 * @param records of the kind that was asked for; at least one, unless there is a failure
 * @param authenticated whether the servers vouch for every step by DNSSEC
 * @param lifetime how long it may be used again
 */
public record Answer(
    Name name,
    List<Record> records,
    Optional<DnsFailure> failure,
    boolean authenticated,
    Duration lifetime) {

  /** An answer that shares nothing with who made it. */
  public Answer {
    records = List.copyOf(records);
  }

  static Answer failed(Name name, DnsFailure failure, Duration lifetime) {
    return new Answer(name, List.of(), Optional.of(failure), false, lifetime);
  }

  /** The name in ASCII, without a dot at the end. */
  public String nameText() {
    return name.toString(true);
  }
}
