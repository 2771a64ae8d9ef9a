package dev.packetboat.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Delivers a message to the first host of a domain that listens, as simply as that can be done. */
final class RawMailer {

  private RawMailer() {}

  /** Gives the reply to the content, or the reply that was not positive before it. */
  static String deliver(String recipient, InetSocketAddress nameServer, int port)
      throws IOException {
    String domain = recipient.substring(recipient.indexOf('@') + 1);
    for (String address : addresses(domain, nameServer)) {
      try (var client = new RawClient(address, port)) {
        return converse(client, recipient);
      } catch (ConnectException refused) {
        // To the next address.
      }
    }
    throw new ConnectException("no host of " + domain + " can be reached");
  }

  private static String converse(RawClient client, String recipient) throws IOException {
    List<String> commands =
        List.of(
            "EHLO client.test",
            "MAIL FROM:<joe@client.test>",
            "RCPT TO:<" + recipient + ">",
            "DATA",
            "Subject: hello\r\n\r\nHello\r\n.");
    String reply = client.readReply();
    for (String command : commands) {
      if (!reply.startsWith("2") && !reply.startsWith("3")) {
        break;
      }
      reply = client.ask(command);
    }
    return reply;
  }

  /** The addresses of a domain's hosts, in the order in which they are to be tried. */
  static List<String> addresses(String domain, InetSocketAddress nameServer) throws IOException {
    List<Name> hosts =
        lookUp(Name.fromString(domain, Name.root), Type.MX, nameServer).stream()
            .map(MXRecord.class::cast)
            .sorted(Comparator.comparingInt(MXRecord::getPriority))
            .map(MXRecord::getTarget)
            .toList();
    List<String> addresses = new ArrayList<>();
    for (Name host : hosts.isEmpty() ? List.of(Name.fromString(domain, Name.root)) : hosts) {
      for (Record each : lookUp(host, Type.A, nameServer)) {
        addresses.add(((ARecord) each).getAddress().getHostAddress());
      }
    }
    return addresses;
  }

  private static List<Record> lookUp(Name name, int type, InetSocketAddress nameServer)
      throws IOException {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    return new SimpleResolver(nameServer).send(query).getSection(Section.ANSWER);
  }
}
