package dev.packetboat.testkit.internal.dns;

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

/** Answers questions from {@link Records}. Safe for use by several threads. */
public final class Answers {

  private final Records records;

  public Answers(Records records) {
    this.records = records;
  }

  /** The whole answer to a question, however long it becomes. */
  public Message to(Query query) {
    Message reply = query.reply(Rcode.NOERROR);
    Set<Name> asked = follow(query, reply);
    boolean validated = asked.stream().allMatch(records::isAuthentic);
    // RFC 6840 §5.8: only to those who know the bit
    if (validated && query.wantsAuthentic()) {
      reply.getHeader().setFlag(Flags.AD);
    } else {
      reply.getHeader().setFlag(Flags.AA);
    }
    return reply;
  }

  /** From alias to alias, RFC 1034 §4.3.2, each once; gives all names on the way. */
  private Set<Name> follow(Query query, Message reply) {
    Set<Name> asked = new HashSet<>();
    Name name = query.name();
    while (asked.add(name)) {
      List<Record> all = records.of(name);
      List<Record> wanted = all.stream().filter(each -> isWanted(each, query.type())).toList();
      Optional<CNAMERecord> alias = alias(all);
      if (wanted.isEmpty() && alias.isEmpty()) {
        deny(name, all, reply);
        break;
      }
      if (!wanted.isEmpty()) {
        wanted.forEach(each -> reply.addRecord(each, Section.ANSWER));
        break;
      }
      reply.addRecord(alias.get(), Section.ANSWER);
      name = alias.get().getTarget();
    }
    return asked;
  }

  private static boolean isWanted(Record each, int type) {
    return type == Type.ANY || each.getType() == type;
  }

  private static Optional<CNAMERecord> alias(List<Record> all) {
    return all.stream()
        .filter(CNAMERecord.class::isInstance)
        .map(CNAMERecord.class::cast)
        .findFirst();
  }

  /** There is no such name, or it has no such data. */
  private void deny(Name name, List<Record> all, Message reply) {
    if (all.isEmpty() && !records.exists(name)) {
      reply.getHeader().setRcode(Rcode.NXDOMAIN); // RFC 6604 §3: also at the end of aliases
    }
    reply.addRecord(negative(records.authority(name)), Section.AUTHORITY);
  }

  // RFC 2308 §3: for as long as the SOA is good, and no longer than its last field says
  private static Record negative(SOARecord soa) {
    long ttl = Math.min(soa.getTTL(), soa.getMinimum());
    return new SOARecord(
        soa.getName(),
        soa.getDClass(),
        ttl,
        soa.getHost(),
        soa.getAdmin(),
        soa.getSerial(),
        soa.getRefresh(),
        soa.getRetry(),
        soa.getExpire(),
        soa.getMinimum());
  }
}
