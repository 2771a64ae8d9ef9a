package dev.packetboat.routing.internal;

import dev.packetboat.routing.DnsFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Follows the aliases of a name through the answers of servers. Pure: it is given messages and says
 * what they mean. Records that lie beside the way are not looked at. For one question, one thread.
 */
final class AliasChain {

  /** So many aliases are too many. */
  static final int TOO_MANY = 16;

  private static final Duration LONGEST = Duration.ofDays(1);
  // RFC 2308 §5: one to three hours.
  private static final Duration LONGEST_NEGATIVE = Duration.ofHours(1);

  private final int type;
  private final Set<Name> passed = new HashSet<>();
  private Name end;
  private boolean authenticated = true;
  private Duration lifetime = LONGEST;

  AliasChain(Name name, int type) {
    this.end = name;
    this.type = type;
  }

  /** The name that is to be asked for next. */
  Name end() {
    return end;
  }

  /** What the answer to a question for {@link #end()} settles; empty if that is to be asked. */
  Optional<Answer> read(Message message) {
    Name asked = end;
    authenticated &= message.getHeader().getFlag(Flags.AD); // RFC 4035 §3.2.3
    List<Record> answers = message.getSection(Section.ANSWER);
    for (List<Record> found = at(end, type, answers); ; found = at(end, type, answers)) {
      if (!found.isEmpty()) {
        return Optional.of(positive(found));
      }
      List<Record> aliases = at(end, Type.CNAME, answers);
      if (aliases.isEmpty()) {
        return negative(message, asked);
      }
      if (!follow(aliases.getFirst())) {
        return Optional.of(negative(DnsFailure.ALIAS_LOOP, lifetime));
      }
    }
  }

  private static List<Record> at(Name name, int type, List<Record> records) {
    return records.stream()
        .filter(record -> record.getType() == type && record.getName().equals(name))
        .toList();
  }

  /** False if the way has no end. */
  private boolean follow(Record alias) {
    passed.add(end);
    end = ((CNAMERecord) alias).getTarget();
    lifetime = shorter(lifetime, Duration.ofSeconds(alias.getTTL()));
    return passed.size() < TOO_MANY && !passed.contains(end);
  }

  private Answer positive(List<Record> found) {
    long seconds = found.stream().mapToLong(Record::getTTL).min().orElse(0);
    lifetime = shorter(lifetime, Duration.ofSeconds(seconds));
    return new Answer(end, found, Optional.empty(), authenticated, lifetime);
  }

  private Optional<Answer> negative(Message message, Name asked) {
    Optional<Duration> negativeLifetime =
        message.getSection(Section.AUTHORITY).stream()
            .filter(record -> record.getType() == Type.SOA && end.subdomain(record.getName()))
            .map(record -> negativeLifetime((SOARecord) record))
            .findFirst();
    // RFC 2308 §5: without SOA it is not kept.
    Duration kept = shorter(lifetime, negativeLifetime.orElse(Duration.ZERO));
    if (message.getRcode() == Rcode.NXDOMAIN) {
      return Optional.of(negative(DnsFailure.NXDOMAIN, kept)); // RFC 6604 §3: of the last name.
    }
    // A server that knows only the alias says nothing about what it leads to.
    boolean nothingSaid = !end.equals(asked) && negativeLifetime.isEmpty();
    return nothingSaid ? Optional.empty() : Optional.of(negative(DnsFailure.NO_DATA, kept));
  }

  private Answer negative(DnsFailure failure, Duration kept) {
    return new Answer(end, List.of(), Optional.of(failure), authenticated, kept);
  }

  private static Duration negativeLifetime(SOARecord soa) {
    Duration said = Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum()));
    return shorter(said, LONGEST_NEGATIVE);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
