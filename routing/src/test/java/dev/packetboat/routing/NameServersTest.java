package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Route.Direct;
import dev.packetboat.routing.Route.Obstacle;
import dev.packetboat.routing.TestNameServer.Fault;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How servers are asked, and what happens when they do not answer. */
class NameServersTest {

  private static final Domain DOMAIN = Domain.parse("a.example");

  private final TestNameServer first = TestNameServer.start("a.example. 0 MX 1 first.test.");
  private final TestNameServer second = TestNameServer.start("a.example. 0 MX 2 second.test.");

  private final List<Thread> started = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws Exception {
    first.close();
    second.close();
  }

  private static DnsRouter router(Duration timeout, InetSocketAddress... servers) {
    return DnsRouter.builder().nameServers(servers).timeout(timeout).build();
  }

  private DnsRouter router() {
    return router(Duration.ofSeconds(30), first.address(), second.address());
  }

  private static String host(Route route) {
    return ((Direct) route).exchangers().getFirst().host();
  }

  @Test
  void theFirstServerIsAsked() throws Exception {
    assertThat(host(router().route(DOMAIN))).isEqualTo("first.test");
    assertThat(second.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SERVFAIL", "REFUSED", "GARBAGE", "OTHER_QUESTION", "REFERRAL"})
  void aServerThatCannotTellGivesWayToTheNext(Fault fault) throws Exception {
    first.fault("a.example.", fault);

    assertThat(host(router().route(DOMAIN))).isEqualTo("second.test");
  }

  @Test
  void aSilentServerGivesWayToTheNextWhichIsAskedFirstFromThenOn() throws Exception {
    first.fault("a.example.", Fault.SILENCE);
    DnsRouter router = router(Duration.ofSeconds(2), first.address(), second.address());

    assertThat(host(router.route(DOMAIN))).isEqualTo("second.test");
    assertThat(host(router.route(DOMAIN))).isEqualTo("second.test");
    assertThat(first.asked()).hasSize(1);
    assertThat(second.asked()).hasSize(2);
  }

  @Test
  void aPortThatIsClosedIsNotWaitedFor() throws Exception {
    assertThat(host(router(Duration.ofHours(1), closed(), second.address()).route(DOMAIN)))
        .isEqualTo("second.test");
  }

  @Test
  void whereNobodyListensNobodyAnswers() throws Exception {
    assertThat(router(Duration.ofHours(1), closed()).route(DOMAIN))
        .isEqualTo(new Route.None(DOMAIN, Obstacle.NO_ANSWER, Optional.of(DnsFailure.TIMEOUT)));
  }

  private static InetSocketAddress closed() throws Exception {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
      return new InetSocketAddress(loopback, socket.getLocalPort());
    }
  }

  @Test
  void whenOneSaysThatItCannotTellTheSilentOthersAreNotWaitedForMuchLonger() throws Exception {
    first.fault("a.example.", Fault.SERVFAIL);
    second.fault("a.example.", Fault.SILENCE);

    assertThat(router(Duration.ofSeconds(1), first.address(), second.address()).route(DOMAIN))
        .isEqualTo(new Route.None(DOMAIN, Obstacle.NO_ANSWER, Optional.of(DnsFailure.SERVFAIL)));
    assertThat(first.asked()).hasSize(1);
    assertThat(second.asked()).hasSize(2);
  }

  // RFC 7766 §5
  @Test
  void whatIsTooLongForUdpIsAskedForOverTcp() throws Exception {
    first.fault("a.example.", Fault.TRUNCATION);

    assertThat(host(router().route(DOMAIN))).isEqualTo("first.test");
    assertThat(first.asked()).containsExactly("UDP a.example. MX", "TCP a.example. MX");
  }

  @Test
  void whereTcpBreaksTheNextServerIsAsked() throws Exception {
    first.fault("a.example.", Fault.TRUNCATION_WITHOUT_TCP);

    assertThat(host(router().route(DOMAIN))).isEqualTo("second.test");
  }

  @Test
  void manyRecordsComeInOneDatagram() throws Exception {
    for (int i = 0; i < 20; i++) {
      first.with("many.example. 300 MX 10 a-rather-long-name-of-a-host-" + i + ".many.example.");
    }

    Direct route = (Direct) router().route(Domain.parse("many.example"));

    assertThat(route.exchangers()).hasSize(20);
    assertThat(first.asked()).containsExactly("UDP many.example. MX");
  }

  // RFC 6891 §7
  @Test
  void aServerThatDoesNotKnowEdnsIsAskedWithout() throws Exception {
    first.fault("a.example.", Fault.NO_EDNS);

    assertThat(host(router().route(DOMAIN))).isEqualTo("first.test");
    assertThat(first.asked()).hasSize(2);
  }

  // RFC 5452 §9.1
  @Test
  void whatOthersSendInBetweenIsNotHeard() throws Exception {
    first.fault("a.example.", Fault.FORGERY_FIRST);

    assertThat(host(router().route(DOMAIN))).isEqualTo("first.test");
    assertThat(first.asked()).hasSize(1);
    assertThat(second.asked()).isEmpty();
  }

  static Stream<Thread.Builder> kindsOfThread() {
    return Stream.of(Thread.ofVirtual(), Thread.ofPlatform());
  }

  @ParameterizedTest
  @MethodSource("kindsOfThread")
  void anInterruptEndsTheWait(Thread.Builder threads) throws Exception {
    first.fault("a.example.", Fault.SILENCE);
    DnsRouter router = router(Duration.ofHours(1), first.address());
    var question = new FutureTask<>(() -> router.route(DOMAIN));
    Thread asking = threads.start(question);
    first.awaitQuestion();

    asking.interrupt();

    assertThatThrownBy(question::get).hasRootCauseInstanceOf(InterruptedException.class);
    asking.join();
  }

  @ParameterizedTest
  @MethodSource("kindsOfThread")
  void anInterruptEndsTheWaitForAddresses(Thread.Builder threads) throws Exception {
    first.fault("a.example.", Fault.SILENCE);
    DnsRouter router =
        DnsRouter.builder()
            .nameServers(first.address())
            .timeout(Duration.ofHours(1))
            .threadFactory(this::noted)
            .build();
    var question = new FutureTask<>(() -> router.addresses("a.example"));
    Thread asking = threads.start(question);
    first.awaitQuestion();
    first.awaitQuestion();

    asking.interrupt();

    assertThatThrownBy(question::get).hasRootCauseInstanceOf(InterruptedException.class);
    for (Thread helper : started) {
      helper.join();
    }
    assertThat(started).hasSize(1);
  }

  private Thread noted(Runnable task) {
    Thread thread = Thread.ofVirtual().unstarted(task);
    started.add(thread);
    return thread;
  }

  @Test
  void whereNoThreadCanBeHadOneQuestionIsAskedAfterTheOther() throws Exception {
    first.with("both.example. 0 A 192.0.2.1", "both.example. 0 AAAA 2001:db8::1");
    DnsRouter router =
        DnsRouter.builder()
            .nameServers(first.address())
            .threadFactory(
                task -> {
                  throw new IllegalStateException("no more threads");
                })
            .build();

    assertThat(router.addresses("both.example").addresses()).hasSize(2);
  }

  @Test
  void noThreadIsLeftBehind() throws Exception {
    router().route(DOMAIN);
    router().addresses("a.example");

    Thread[] threads = new Thread[Thread.activeCount() + 10];
    int count = Thread.enumerate(threads);

    assertThat(Arrays.stream(threads, 0, count).map(Thread::getName))
        .noneMatch(name -> name.contains("dnsjava"));
  }
}
