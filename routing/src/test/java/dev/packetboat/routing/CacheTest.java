package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.TestNameServer.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an answer is used again. */
class CacheTest {

  private final TestNameServer server = TestNameServer.start();
  private Instant now = Instant.EPOCH;

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private DnsRouter router(int size) {
    return DnsRouter.builder()
        .nameServers(server.address())
        .cacheSize(size)
        .clock(() -> now)
        .build();
  }

  /** Whether the server is asked once more so long after the first time, and not just before. */
  private void assertKept(String domain, Duration time) throws InterruptedException {
    DnsRouter router = router(100);
    int before = server.asked().size();
    Instant start = now;
    router.route(Domain.parse(domain));

    now = start.plus(time).minusMillis(1);
    router.route(Domain.parse(domain.toUpperCase(Locale.ROOT)));
    assertThat(server.asked()).as("just before").hasSize(before + 1);

    now = start.plus(time);
    router.route(Domain.parse(domain));
    assertThat(server.asked()).as("afterwards").hasSize(before + 2);
  }

  @Test
  void asLongAsTheShortestOfItsRecords() throws Exception {
    server.with(
        "a.example. 300 MX 10 mail.example.",
        "alias.example. 20 CNAME b.example.",
        "b.example. 300 MX 10 mail.example.");

    assertKept("a.example", Duration.ofMinutes(5));
    assertKept("alias.example", Duration.ofSeconds(20));
  }

  @Test
  void aDayAtMost() throws Exception {
    server.with("a.example. 2000000 MX 10 mail.example.");

    assertKept("a.example", Duration.ofDays(1));
  }

  // RFC 2308 §5
  @Test
  void thatThereIsNothingAsLongAsTheZoneSays() throws Exception {
    server.negativeSeconds(90).with("nodata.example. 300 A 192.0.2.1");

    assertKept("absent.example", Duration.ofSeconds(90));
    assertKept("nodata.example", Duration.ofSeconds(90));
  }

  @Test
  void thatThereIsNothingAnHourAtMost() throws Exception {
    server.negativeSeconds(86400);

    assertKept("absent.example", Duration.ofHours(1));
  }

  @Test
  void thatThereIsNothingNotAtAllWhereTheZoneDoesNotSay() throws Exception {
    server.negativeSeconds(0);
    DnsRouter router = router(100);

    router.route(Domain.parse("absent.example"));
    router.route(Domain.parse("absent.example"));

    assertThat(server.asked()).hasSize(2);
  }

  // RFC 9520 §3.2
  @Test
  void thatServersFailForAMoment() throws Exception {
    server.fault("a.example.", Fault.SERVFAIL);

    assertKept("a.example", Duration.ofSeconds(5));
  }

  @Test
  void notAtAllWhereTheTimeIsZero() throws Exception {
    server.with("a.example. 0 MX 10 mail.example.");
    DnsRouter router = router(100);

    router.route(Domain.parse("a.example"));
    router.route(Domain.parse("a.example"));

    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void notAtAllWithoutACache() throws Exception {
    server.with("a.example. 300 MX 10 mail.example.");
    DnsRouter router = router(0);

    router.route(Domain.parse("a.example"));
    router.route(Domain.parse("a.example"));

    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void theOneThatWasNotAskedForTheLongestGoesFirst() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.with("d" + i + ".example. 300 MX 10 mail.example.");
    }
    DnsRouter router = router(3);

    for (int i : new int[] {0, 1, 2, 0, 3, 0, 1}) {
      router.route(Domain.parse("d" + i + ".example"));
    }

    assertThat(server.asked())
        .containsExactlyElementsOf(
            IntStream.of(0, 1, 2, 3, 1).mapToObj(i -> "UDP d" + i + ".example. MX").toList());
  }

  @Test
  void addressesToo() throws Exception {
    server.with("mail.example. 300 A 192.0.2.1");
    DnsRouter router = router(100);

    assertThat(router.addresses("mail.example").addresses())
        .isEqualTo(router.addresses("MAIL.example").addresses());

    assertThat(server.asked()).hasSize(2);
  }
}
