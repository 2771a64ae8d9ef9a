package dev.packetboat.bench.sink;

import dev.packetboat.bench.load.Arguments;
import dev.packetboat.bench.load.Cpu;
import dev.packetboat.bench.load.JsonLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A sink as a process: says on which port it listens, answers each line on its standard input with
 * one of its counts, and ends with its input.
 */
public final class SinkMain {

  private SinkMain() {}

  /**
   * {@code [--port N] [--addresses N] [--turn-ms N] [--chunking] [--key-store F] [--dns-host H
   * --dns-port N]}.
   */
  public static void main(String[] words) throws IOException, GeneralSecurityException {
    Arguments arguments = Arguments.of(words);
    Duration turn = Duration.ofNanos(Math.round(arguments.number("turn-ms", 0) * 1e6));
    List<InetSocketAddress> addresses =
        addresses(arguments.whole("addresses", 1), arguments.whole("port", 0));
    Offer offer = Offer.pipelining();
    if (arguments.has("chunking")) {
      offer = offer.withChunking();
    }
    if (arguments.has("key-store")) {
      offer = offer.withTls(tls(Path.of(arguments.text("key-store", "")), "password"));
    }
    if (arguments.has("dns-port")) {
      new NameResponder(
          new InetSocketAddress(
              arguments.text("dns-host", "127.0.0.1"), arguments.whole("dns-port", 53)),
          addresses.size(),
          turn);
    }
    try (Sink sink = new Sink(addresses, offer, turn);
        Sink fast = new Sink(addresses(1, 0), offer, Duration.ZERO);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      say(new JsonLine().put("port", sink.port()).put("fastPort", fast.port()));
      while (in.readLine() != null) {
        say(json(sink.tally().count()));
      }
    }
  }

  /** 127.0.0.1, or as many of 127.0.1.1, 127.0.1.2 and so on. */
  private static List<InetSocketAddress> addresses(int count, int port) throws IOException {
    if (count == 1) {
      return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
    List<InetSocketAddress> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      all.add(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) i}), port));
    }
    return all;
  }

  private static SSLContext tls(Path keyStore, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      store.load(in, password.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static JsonLine json(Tally.Count count) {
    return new JsonLine()
        .put("connections", count.connections())
        .put("messages", count.messages())
        .put("recipients", count.recipients())
        .put("octets", count.octets())
        .put("faults", count.faults())
        .put("cpuSeconds", Cpu.seconds());
  }

  private static void say(JsonLine line) {
    System.out.println(line);
    System.out.flush();
  }
}
