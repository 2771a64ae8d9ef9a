package dev.packetboat.testkit.internal.dns;

import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A message that a client sent, with one question. Immutable. */
public final class Query {

  /** A message that is no question for us. */
  public static final class Unanswerable extends Exception {

    private static final long serialVersionUID = 1;

    private final transient byte[] reply;

    Unanswerable(byte[] reply) {
      this.reply = reply;
    }

    /** What it is answered with. */
    public byte[] reply() {
      return reply;
    }
  }

  private static final int OUR_PAYLOAD = 1232;
  private static final int SMALLEST_PAYLOAD = 512; // RFC 1035 §4.2.1

  private final Message message;
  private final Record question;

  private Query(Message message, Record question) {
    this.message = message;
    this.question = question;
  }

  /**
   * Reads a message.
   *
   * @throws IOException when it is not even a header
   */
  public static Query parse(byte[] octets) throws IOException, Unanswerable {
    Header header = new Header(octets);
    if (header.getFlag(Flags.QR)) {
      throw new IOException("an answer, not a question");
    }
    if (header.getOpcode() != Opcode.QUERY) {
      throw refused(header, Rcode.NOTIMP);
    }
    Message message;
    try {
      message = new Message(octets);
    } catch (IOException e) {
      throw refused(header, Rcode.FORMERR);
    }
    Record question = message.getQuestion();
    if (question == null || header.getCount(Section.QUESTION) != 1) {
      throw refused(header, Rcode.FORMERR);
    }
    if (question.getDClass() != DClass.IN) {
      throw refused(header, Rcode.REFUSED);
    }
    return new Query(message, question);
  }

  private static Unanswerable refused(Header header, int code) {
    Message reply = new Message(header.getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setOpcode(header.getOpcode());
    reply.getHeader().setRcode(code);
    return new Unanswerable(reply.toWire());
  }

  Name name() {
    return question.getName();
  }

  /** The name as people write it: in lower case, without the dot at its end. */
  public String readableName() {
    return name().canonicalize().toString(true);
  }

  int type() {
    return question.getType();
  }

  /** The type as people write it. */
  public String readableType() {
    return Type.string(type());
  }

  /** Whether the client would understand AD in the answer: RFC 6840 §5.7. */
  boolean wantsAuthentic() {
    OPTRecord extension = message.getOPT();
    boolean dnssec = extension != null && (extension.getFlags() & 0x8000) != 0;
    return dnssec || message.getHeader().getFlag(Flags.AD);
  }

  /** How many octets an answer in a datagram may have. */
  public int datagramSize() {
    OPTRecord extension = message.getOPT();
    return extension == null
        ? SMALLEST_PAYLOAD
        : Math.max(SMALLEST_PAYLOAD, extension.getPayloadSize()); // RFC 6891 §6.2.3
  }

  /** An answer without records. */
  public Message reply(int code) {
    Message reply = new Message(message.getHeader().getID());
    Header header = reply.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RA);
    header.setRcode(code);
    if (message.getHeader().getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    reply.addRecord(question, Section.QUESTION);
    OPTRecord extension = message.getOPT();
    if (extension != null) {
      reply.addRecord(opt(extension), Section.ADDITIONAL);
    }
    return reply;
  }

  private static Record opt(OPTRecord asked) {
    return new OPTRecord(OUR_PAYLOAD, 0, 0, asked.getFlags() & 0x8000);
  }
}
