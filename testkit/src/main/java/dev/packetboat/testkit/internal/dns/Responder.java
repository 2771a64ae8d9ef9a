package dev.packetboat.testkit.internal.dns;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** From the octets of a question to those of its answer. Safe for use by several threads. */
public final class Responder {

  private static final int LONGEST = 65535; // RFC 1035 §4.2.2
  // An answer to one question, whose name is said to be longer than the message.
  private static final byte[] NO_MESSAGE = {(byte) 0x81, (byte) 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 63};

  private final Answers answers;
  private final BiFunction<Query, Transport, Verdict> judge;

  /** One that tells each question to a judge, who may want something else to happen. */
  public Responder(Records records, BiFunction<Query, Transport, Verdict> judge) {
    this.answers = new Answers(records);
    this.judge = judge;
  }

  Response respond(byte[] octets, Transport transport) {
    Query query;
    try {
      query = Query.parse(octets);
    } catch (IOException noMessage) {
      return Response.none();
    } catch (Query.Unanswerable refused) {
      return Response.atOnce(refused.reply());
    }
    Verdict verdict = judge.apply(query, transport);
    return new Response(verdict.delay(), octets(query, octets, transport, verdict.mishap()));
  }

  private Optional<byte[]> octets(Query query, byte[] asked, Transport transport, Mishap mishap) {
    return switch (mishap) {
      case Mishap.None none -> Optional.of(inFull(query, transport));
      case Mishap.Code code -> Optional.of(query.reply(code.rcode()).toWire());
      case Mishap.Silence silence -> Optional.empty();
      case Mishap.Truncation cut ->
          Optional.of(transport == Transport.DATAGRAM ? cut(query) : inFull(query, transport));
      case Mishap.Garbage garbage -> Optional.of(garbage(asked));
    };
  }

  private byte[] inFull(Query query, Transport transport) {
    int size = transport == Transport.DATAGRAM ? query.datagramSize() : LONGEST;
    return answers.to(query).toWire(size); // sets TC where not all of it has room
  }

  private static byte[] cut(Query query) {
    Message reply = query.reply(Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.TC);
    return reply.toWire();
  }

  private static byte[] garbage(byte[] asked) {
    byte[] octets = new byte[2 + NO_MESSAGE.length];
    System.arraycopy(asked, 0, octets, 0, 2);
    System.arraycopy(NO_MESSAGE, 0, octets, 2, NO_MESSAGE.length);
    return octets;
  }
}
