package dev.packetboat.routing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/**
 * A name server on 127.0.0.1 that answers from records, as a resolver does that follows aliases,
 * with faults by name.
 */
final class TestNameServer implements Closeable {

  enum Fault {
    NONE,
    SERVFAIL,
    REFUSED,
    /** Nothing is answered. */
    SILENCE,
    /** Over UDP an empty answer with the TC flag. */
    TRUNCATION,
    /** As TRUNCATION, and TCP is closed without an answer. */
    TRUNCATION_WITHOUT_TCP,
    /** FORMERR, with no question, to whoever speaks EDNS. */
    NO_EDNS,
    /** Two answers with another identifier, and one to another question, before the right one. */
    FORGERY_FIRST,
    /** The right identifier before octets that are no message. */
    GARBAGE,
    /** The answer to another question. */
    OTHER_QUESTION,
    /** No answer, but the names of other servers. */
    REFERRAL,
    /** Only the first alias, not where it leads to. */
    ONE_ALIAS
  }

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Set<Name> insecure = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
  private volatile boolean authentic;
  private volatile long negativeSeconds = 60;

  private TestNameServer(ServerSocket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  static TestNameServer start(String... records) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      ServerSocket tcp = new ServerSocket(0, 50, loopback);
      TestNameServer server =
          new TestNameServer(tcp, new DatagramSocket(tcp.getLocalPort(), loopback));
      Thread.ofVirtual().start(server::serveUdp);
      Thread.ofVirtual().start(server::serveTcp);
      return server.with(records);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Records as in a zone file: {@code a.example. 300 MX 10 mail.example.}. */
  TestNameServer with(String... lines) {
    for (String line : lines) {
      String[] parts = line.split(" +", 4);
      try {
        Name name = Name.fromString(parts[0]);
        long seconds = Long.parseLong(parts[1]);
        int type = Type.value(parts[2]);
        records
            .computeIfAbsent(name, key -> new CopyOnWriteArrayList<>())
            .add(
                Record.fromString(
                    name, type, DClass.IN, seconds, new Tokenizer(parts[3]), Name.root));
      } catch (IOException wrong) {
        throw new UncheckedIOException(line, wrong);
      }
    }
    return this;
  }

  /** What goes wrong with questions for this name, or with {@code "name TYPE"}. */
  TestNameServer fault(String question, Fault fault) {
    faults.put(question, fault);
    return this;
  }

  TestNameServer without(String name) {
    records.remove(Name.fromConstantString(name));
    return this;
  }

  /** Vouches for answers, but for those in which one of these names has a part. */
  TestNameServer authenticBut(String... names) {
    authentic = true;
    Arrays.stream(names).map(Name::fromConstantString).forEach(insecure::add);
    return this;
  }

  /** How long it may be remembered that there is nothing; 0 for answers that do not say so. */
  TestNameServer negativeSeconds(long seconds) {
    negativeSeconds = seconds;
    return this;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  /** The questions so far: {@code UDP a.example. MX}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** Waits until a question has come. */
  String awaitQuestion() throws InterruptedException {
    return arrivals.take();
  }

  private void serveUdp() {
    try (udp) {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] answer : answers("UDP", new Message(octets))) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serveTcp() {
    try (tcp) {
      while (true) {
        try (Socket socket = tcp.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          Message query = new Message(in.readNBytes(in.readUnsignedShort()));
          for (byte[] answer : answers("TCP", query)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(answer.length);
            out.write(answer);
          }
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private List<byte[]> answers(String transport, Message query) {
    Record question = query.getQuestion();
    String text = question.getName() + " " + Type.string(question.getType());
    asked.add(transport + " " + text);
    arrivals.add(transport + " " + text);
    Fault fault = faults.getOrDefault(question.getName().toString(), Fault.NONE);
    boolean overUdp = transport.equals("UDP");
    return switch (faults.getOrDefault(text, fault)) {
      case NONE -> List.of(answer(query, Integer.MAX_VALUE));
      case SERVFAIL -> List.of(coded(query, Rcode.SERVFAIL));
      case REFUSED -> List.of(coded(query, Rcode.REFUSED));
      case SILENCE -> List.of();
      case TRUNCATION -> List.of(overUdp ? truncated(query) : answer(query, Integer.MAX_VALUE));
      case TRUNCATION_WITHOUT_TCP -> overUdp ? List.of(truncated(query)) : List.of();
      case NO_EDNS -> List.of(query.getOPT() == null ? answer(query, 99) : notUnderstood(query));
      case FORGERY_FIRST -> forgeries(query);
      case GARBAGE -> List.of(garbage(query));
      case OTHER_QUESTION -> List.of(otherQuestion(query));
      case REFERRAL -> List.of(referral(query));
      case ONE_ALIAS -> List.of(answer(query, 1));
    };
  }

  private static Message response(Message query) {
    Message response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setFlag(Flags.RD);
    response.getHeader().setFlag(Flags.RA);
    response.addRecord(query.getQuestion(), Section.QUESTION);
    return response;
  }

  private byte[] answer(Message query, int aliases) {
    Message response = response(query);
    Record question = query.getQuestion();
    Name name = question.getName();
    boolean secure = authentic;
    for (int followed = 0; ; followed++) {
      secure &= !insecure.contains(name);
      List<Record> here = records.getOrDefault(name, List.of());
      List<Record> found = ofType(here, question.getType());
      List<Record> alias = found.isEmpty() ? ofType(here, Type.CNAME) : found;
      alias.forEach(record -> response.addRecord(record, Section.ANSWER));
      boolean end = alias.isEmpty() || alias.getFirst().getType() != Type.CNAME;
      if (end && found.isEmpty()) {
        response.getHeader().setRcode(here.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
        addSoa(response);
      }
      if (end || followed + 1 >= Math.min(aliases, 30)) {
        break;
      }
      name = ((CNAMERecord) alias.getFirst()).getTarget();
    }
    if (secure && query.getHeader().getFlag(Flags.AD)) {
      response.getHeader().setFlag(Flags.AD);
    }
    return response.toWire();
  }

  private static List<Record> ofType(List<Record> records, int type) {
    return records.stream().filter(record -> record.getType() == type).toList();
  }

  private void addSoa(Message response) {
    if (negativeSeconds > 0) {
      String rdata = "ns.test. hostmaster.test. 1 3600 600 86400 " + negativeSeconds;
      response.addRecord(record(Name.root, Type.SOA, rdata), Section.AUTHORITY);
    }
  }

  private static Record record(Name name, int type, String rdata) {
    try {
      return Record.fromString(name, type, DClass.IN, 86400, rdata, Name.root);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private static byte[] coded(Message query, int code) {
    Message response = response(query);
    response.getHeader().setRcode(code);
    return response.toWire();
  }

  private static byte[] truncated(Message query) {
    Message response = response(query);
    response.getHeader().setFlag(Flags.TC);
    return response.toWire();
  }

  private static byte[] notUnderstood(Message query) {
    Message response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setRcode(Rcode.FORMERR);
    return response.toWire();
  }

  private List<byte[]> forgeries(Message query) {
    Message forged = response(query);
    forged.getHeader().setID(query.getHeader().getID() ^ 1);
    forged.getHeader().setRcode(Rcode.NXDOMAIN);
    List<byte[]> answers = new ArrayList<>(List.of(new byte[3], query.toWire(), forged.toWire()));
    answers.add(answer(query, Integer.MAX_VALUE));
    return answers;
  }

  private static byte[] garbage(Message query) {
    byte[] octets = response(query).toWire();
    octets[7] = 9; // answers that are not there
    return octets;
  }

  private static byte[] otherQuestion(Message query) {
    Message response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    Name other = Name.fromConstantString("other.example.");
    response.addRecord(Record.newRecord(other, Type.MX, DClass.IN), Section.QUESTION);
    response.addRecord(record(other, Type.MX, "10 mail.other.example."), Section.ANSWER);
    return response.toWire();
  }

  private static byte[] referral(Message query) {
    Message response = response(query);
    response.addRecord(record(Name.root, Type.NS, "ns.test."), Section.AUTHORITY);
    return response.toWire();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
