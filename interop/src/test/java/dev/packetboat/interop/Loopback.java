package dev.packetboat.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A small network of loopback addresses, 127.x.y.*, that no other test uses at the same time. Mail
 * hosts listen at the port that mail goes to.
 */
record Loopback(String prefix) {

  static final int SMTP = 25;

  /** Skips the test where port 25 is not ours to take. */
  static Loopback random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    var network = new Loopback("127." + random.nextInt(2, 77) + "." + random.nextInt(1, 255));
    try (var listener = new ServerSocket()) {
      listener.bind(network.mailHost(1));
    } catch (IOException refused) {
      assumeTrue(false, "needs port 25 of 127.*.*.*, so run it as root on Linux: " + refused);
    }
    return network;
  }

  String ip(int host) {
    return prefix + "." + host;
  }

  InetAddress address(int host) {
    try {
      return InetAddress.getByName(ip(host));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Where a mail host listens. */
  InetSocketAddress mailHost(int host) {
    return new InetSocketAddress(address(host), SMTP);
  }
}
