package dev.packetboat.interop;

import dev.packetboat.testkit.TestCertificates;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Real name servers and real mail hosts, each with a loopback address of its own and mail hosts at
 * port 25, as {@link Zones} names them.
 */
final class RealWorld implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>();
  private final Loopback network = Loopback.random();
  private final TestCertificates authority = TestCertificates.authority();

  final UnboundServer resolver;

  /** Takes everything, with a good certificate. */
  final PostfixServer good;

  /** Refuses {@code bob@strict.test}, and greylists whoever writes to {@code grey.test}. */
  final PostfixServer strict;

  /** Its certificate ended yesterday, and names another host. */
  final PostfixServer badTls;

  /** Offers STARTTLS, and then nothing newer than TLS 1.1. */
  final PostfixServer oldTls;

  private RealWorld() {
    try {
      KnotServer knot = KnotServer.start(network.address(Zones.NAMES), Zones.in(network));
      ends.push(knot::close);
      resolver = UnboundServer.validating(network.address(Zones.VALIDATING), knot);
      ends.push(resolver::close);
      good =
          postfix(
              Zones.GOOD, PostfixServer.builder().identity(authority.server("good.hosts.test")));
      Greylist greylist = Greylist.start("grey.test");
      ends.push(greylist::close);
      strict = postfix(Zones.STRICT, strict(greylist));
      badTls =
          postfix(
              Zones.BAD_TLS,
              PostfixServer.builder().identity(authority.expired("mx.elsewhere.test")));
      oldTls =
          postfix(
              Zones.OLD_TLS,
              PostfixServer.builder()
                  .identity(authority.server("oldtls.hosts.test"))
                  .set("smtpd_tls_protocols", "<=TLSv1.1"));
      sink(Zones.BUSY, "-r", "CONNECT", "-b", "421 4.3.2 busy, try again later");
      sink(Zones.CLOSED, "-f", "CONNECT", "-B", "554 5.3.2 no mail here");
    } catch (Throwable failed) {
      close();
      throw failed;
    }
  }

  static RealWorld start() {
    return new RealWorld();
  }

  private static PostfixServer.Builder strict(Greylist greylist) {
    return PostfixServer.builder()
        .set(
            "smtpd_recipient_restrictions",
            "check_recipient_access inline:{ { bob@strict.test = 550 5.1.1 no bob here } }, "
                + greylist.restriction()
                + ", permit_mynetworks, reject");
  }

  private PostfixServer postfix(int host, PostfixServer.Builder builder) {
    PostfixServer started = builder.at(network.mailHost(host)).start();
    ends.push(started::close);
    return started;
  }

  /** Starts one more, that ends with all the others. */
  SmtpSink sink(int host, String... options) {
    SmtpSink started = SmtpSink.start(network.mailHost(host), options);
    ends.push(started::close);
    return started;
  }

  Loopback network() {
    return network;
  }

  TestCertificates authority() {
    return authority;
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
