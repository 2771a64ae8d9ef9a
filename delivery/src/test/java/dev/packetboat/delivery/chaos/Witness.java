package dev.packetboat.delivery.chaos;

import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ReceivedMessage;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the servers of a world saw. Safe for use by several threads. */
final class Witness {

  private static final Pattern ID = Pattern.compile("(?m)^Message-ID: <(.*)@chaos>\r?$");

  private final Map<InetAddress, String> names = new ConcurrentHashMap<>();
  private final Map<String, List<ReceivedMessage>> taken = new ConcurrentHashMap<>();
  private final LongAdder sessions = new LongAdder();
  private final LongAdder encrypted = new LongAdder();
  private final LongAdder contents = new LongAdder();
  private final LongAdder chunks = new LongAdder();
  private final LongAdder received = new LongAdder();

  void knows(MailServer host) {
    host.addresses().forEach(address -> names.put(address, host.name()));
  }

  void saw(MailEvent event) {
    switch (event) {
      case MailEvent.Connected connected -> sessions.increment();
      case MailEvent.Secured secured -> encrypted.increment();
      case MailEvent.ClientSaid said -> {
        if (said.line().startsWith("(content of ")) {
          contents.increment();
        } else if (said.line().startsWith("BDAT ")) {
          chunks.increment();
        }
      }
      case MailEvent.Received message -> {
        received.increment();
        taken
            .computeIfAbsent(id(message.message()), key -> new CopyOnWriteArrayList<>())
            .add(message.message());
      }
      case MailEvent.ServerSaid said -> {}
      case MailEvent.Authenticated authenticated -> {}
      case MailEvent.Disconnected disconnected -> {}
    }
  }

  private static String id(ReceivedMessage message) {
    Matcher matcher = ID.matcher(message.text());
    return matcher.find() ? matcher.group(1) : "none";
  }

  /** The name of the host at this address. */
  String nameOf(InetAddress address) {
    return Optional.ofNullable(names.get(address)).orElse("nobody");
  }

  /** Every copy of a message that some server took. */
  List<ReceivedMessage> copies(String id) {
    return taken.getOrDefault(id, List.of());
  }

  /** The names of all messages that were taken. */
  Iterable<String> ids() {
    return taken.keySet();
  }

  @Override
  public String toString() {
    return "%d sessions, %d of them encrypted; %d contents read, %d of them as chunks; %d taken"
        .formatted(sessions.sum(), encrypted.sum(), contents.sum(), chunks.sum(), received.sum());
  }
}
