package dev.packetboat.bench.packetboat;

import dev.packetboat.bench.load.Arguments;
import dev.packetboat.bench.load.Cpu;
import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.JsonLine;
import dev.packetboat.bench.load.Letter;
import dev.packetboat.delivery.DeliveryJob;
import dev.packetboat.delivery.Mailer;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.TlsMode;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetSocketAddress;

/**
 * A letter to each of many domains: straight to their exchangers, or through a relay that has to
 * find them.
 */
public final class Domains {

  private final Content content;

  private Domains(Content content) {
    this.content = content;
  }

  /**
   * {@code --domains N --connections N}, and {@code --dns-host H --dns-port N --port N} of name
   * server and exchangers, or {@code --relay-port N}; {@code --warm-up-domains N} others first.
   */
  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.of(words);
    int domains = arguments.whole("domains", 10_000);
    int before = arguments.whole("warm-up-domains", 0);
    Domains list = new Domains(Content.of(Letter.of(arguments.whole("size", 4096)).octets()));
    try (Mailer mailer = mailer(arguments)) {
      list.send(mailer, "w", before);
      double cpu = Cpu.seconds();
      long start = System.nanoTime();
      list.send(mailer, "d", domains);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println(
          new JsonLine()
              .put("version", Driver.versionOf(Mailer.class))
              .put("messages", domains)
              .put("seconds", seconds)
              .put("cpuSeconds", Cpu.seconds() - cpu)
              .put("peakHeap", peakHeap())
              .put("sentInAll", before + domains));
    }
    System.exit(0);
  }

  private static Mailer mailer(Arguments arguments) {
    int connections = arguments.whole("connections", 100);
    Mailer.Builder mailer = Mailer.builder().connections(connections);
    if (arguments.has("relay-port")) {
      SmtpClient relay =
          SmtpClient.relay("127.0.0.1")
              .port(arguments.whole("relay-port", 0))
              .localName("bench.test")
              .tls(TlsMode.NONE)
              .build();
      return mailer.relay(relay).connectionsPerDestination(connections).build();
    }
    return mailer
        .localName("bench.test")
        .nameServers(
            new InetSocketAddress(
                arguments.text("dns-host", "127.0.0.1"), arguments.whole("dns-port", 53)))
        .port(arguments.whole("port", 25))
        .jobs(2 * connections)
        .build();
  }

  private void send(Mailer mailer, String prefix, int domains) throws InterruptedException {
    Told told = new Told(domains);
    for (int i = 0; i < domains; i++) {
      Envelope envelope = Envelope.from(Letter.SENDER).to("ann@" + prefix + i + ".bench.test");
      told.expect(mailer.submit(DeliveryJob.of(Message.of(envelope, content)).build()));
    }
    told.await();
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
