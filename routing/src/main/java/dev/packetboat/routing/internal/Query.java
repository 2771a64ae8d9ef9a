package dev.packetboat.routing.internal;

import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A question as it goes to a server, with the identifier by which its answer is known. */
final class Query {

  /** The largest datagram that is asked for: no network cuts it into pieces. */
  static final int DATAGRAM_SIZE = 1232;

  private final Message message;

  private Query(Message message) {
    this.message = message;
  }

  /** With EDNS, so that answers of more than 512 octets come in one datagram (RFC 6891 §6.2.3). */
  static Query extended(Name name, int type) {
    Query query = plain(name, type);
    // RFC 6840 §5.7: asks whether the answer is authentic, without asking for the signatures.
    query.message.getHeader().setFlag(Flags.AD);
    query.message.addRecord(new OPTRecord(DATAGRAM_SIZE, 0, 0), Section.ADDITIONAL);
    return query;
  }

  /** As RFC 1035 knows it, for servers that refuse all else. */
  static Query plain(Name name, int type) {
    return new Query(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
  }

  byte[] octets() {
    return message.toWire();
  }

  /** Whether these octets say that they answer this query: others are not even looked at. */
  boolean isAnsweredBy(byte[] octets) {
    if (octets.length < Header.LENGTH) {
      return false;
    }
    int id = (octets[0] & 0xff) << 8 | octets[1] & 0xff;
    boolean response = (octets[2] & 0x80) != 0;
    return response && id == message.getHeader().getID();
  }

  /** The answer, if it can be read and is one to this question (RFC 5452 §9.1). */
  Optional<Message> answer(byte[] octets) {
    try {
      Message answer = new Message(octets);
      return repeatsTheQuestion(answer) || isNotUnderstood(answer)
          ? Optional.of(answer)
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private boolean repeatsTheQuestion(Message answer) {
    Record asked = message.getQuestion();
    Record repeated = answer.getQuestion();
    return repeated != null
        && asked.getName().equals(repeated.getName())
        && asked.getType() == repeated.getType()
        && asked.getDClass() == repeated.getDClass();
  }

  /** Whether the server could not even read the query: such an answer may lack the question. */
  static boolean isNotUnderstood(Message answer) {
    int code = answer.getHeader().getRcode();
    return code == Rcode.FORMERR || code == Rcode.NOTIMP;
  }
}
