package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Route.Direct;
import dev.packetboat.routing.Route.Direct.Kind;
import dev.packetboat.routing.Route.Obstacle;
import dev.packetboat.routing.TestNameServer.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where mail for a domain goes (RFC 5321 §5.1). */
class RouteTest {

  private final TestNameServer server = TestNameServer.start();

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private DnsRouter.Builder builder() {
    return DnsRouter.builder().nameServers(server.address());
  }

  private Route route(String domain) throws InterruptedException {
    return builder().build().route(Domain.parse(domain));
  }

  private Direct direct(String domain) throws InterruptedException {
    return (Direct) route(domain);
  }

  private static Route none(String domain, Obstacle obstacle, DnsFailure failure) {
    return new Route.None(Domain.parse(domain), obstacle, Optional.of(failure));
  }

  private static Route none(String domain, Obstacle obstacle) {
    return new Route.None(Domain.parse(domain), obstacle, Optional.empty());
  }

  @Test
  void lowerNumbersComeFirst() throws Exception {
    server.with(
        "a.example. 300 MX 20 backup.test.",
        "a.example. 300 MX 0 first.test.",
        "a.example. 300 MX 65535 last.test.");

    Direct route = direct("a.example");

    assertThat(route.kind()).isEqualTo(Kind.MX);
    assertThat(route.exchangers())
        .containsExactly(
            new MailExchanger("first.test", 0),
            new MailExchanger("backup.test", 20),
            new MailExchanger("last.test", 65535));
    assertThat(route.requirement(route.exchangers().getFirst()))
        .isEqualTo(TlsRequirement.opportunistic());
    assertThat(server.asked()).containsExactly("UDP a.example. MX");
  }

  @Test
  void equalPreferencesAreShuffledByTheChanceThatIsGiven() throws Exception {
    for (int i = 0; i < 8; i++) {
      server.with("a.example. 300 MX 10 mx" + i + ".test.");
    }
    server.with("a.example. 300 MX 5 first.test.");

    List<List<MailExchanger>> orders = IntStream.range(0, 3).mapToObj(this::shuffled).toList();

    assertThat(orders).allMatch(order -> order.getFirst().host().equals("first.test"));
    assertThat(orders).doesNotHaveDuplicates();
    assertThat(shuffled(1)).isEqualTo(orders.get(1));
  }

  private List<MailExchanger> shuffled(int seed) {
    try {
      DnsRouter router = builder().random(new Random(seed)).build();
      return ((Direct) router.route(Domain.parse("a.example"))).exchangers();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aHostThatIsNamedTwiceIsTriedOnce() throws Exception {
    server.with("a.example. 300 MX 20 MAIL.test.", "a.example. 300 MX 10 mail.test.");

    assertThat(direct("a.example").exchangers())
        .singleElement()
        .satisfies(
            exchanger -> {
              assertThat(exchanger.host()).isEqualToIgnoringCase("mail.test");
              assertThat(exchanger.preference()).isEqualTo(10);
            });
  }

  @Test
  void withoutMxTheDomainIsItsOwnExchanger() throws Exception {
    server.with("a.example. 300 A 192.0.2.1");

    Direct route = direct("a.example");

    assertThat(route.kind()).isEqualTo(Kind.IMPLICIT);
    assertThat(route.exchangers()).containsExactly(new MailExchanger("a.example", 0));
  }

  @Test
  void aliasesAreFollowed() throws Exception {
    server.with(
        "a.example. 300 CNAME b.example.",
        "b.example. 300 CNAME c.example.",
        "c.example. 300 MX 10 mail.c.example.");

    Direct route = direct("a.example");

    assertThat(route.domain()).isEqualTo(Domain.parse("a.example"));
    assertThat(route.expandedName()).isEqualTo("c.example");
    assertThat(route.exchangers()).containsExactly(new MailExchanger("mail.c.example", 10));
  }

  @Test
  void aServerThatDoesNotFollowAliasesIsAskedAgain() throws Exception {
    server
        .with(
            "a.example. 300 CNAME b.example.",
            "b.example. 300 CNAME c.example.",
            "c.example. 300 A 192.0.2.1")
        .fault("a.example.", Fault.ONE_ALIAS)
        .fault("b.example.", Fault.ONE_ALIAS);

    Direct route = direct("a.example");

    assertThat(route.kind()).isEqualTo(Kind.IMPLICIT);
    assertThat(route.exchangers()).containsExactly(new MailExchanger("a.example", 0));
    assertThat(route.expandedName()).isEqualTo("c.example");
    assertThat(server.asked())
        .containsExactly("UDP a.example. MX", "UDP b.example. MX", "UDP c.example. MX");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE", "ONE_ALIAS"})
  void aliasesWithoutEndAreGivenUp(Fault fault) throws Exception {
    server.with("x.example. 300 CNAME y.example.", "y.example. 300 CNAME x.example.");
    server.fault("x.example.", fault).fault("y.example.", fault);

    assertThat(route("x.example"))
        .isEqualTo(none("x.example", Obstacle.ALIAS_LOOP, DnsFailure.ALIAS_LOOP));
  }

  @ParameterizedTest
  @CsvSource({"15,true", "16,false"})
  void sixteenAliasesAreTooMany(int aliases, boolean followed) throws Exception {
    for (int i = 0; i < aliases; i++) {
      server.with("a" + i + ".example. 300 CNAME a" + (i + 1) + ".example.");
    }
    server.with("a" + aliases + ".example. 300 MX 10 mail.example.");

    assertThat(route("a0.example") instanceof Direct).isEqualTo(followed);
  }

  @Test
  void aDomainThatIsNotThereIsNot() throws Exception {
    server.with("alias.example. 300 CNAME absent.example.");

    for (String domain : List.of("absent.example", "alias.example")) {
      assertThat(route(domain))
          .isEqualTo(none(domain, Obstacle.NO_SUCH_DOMAIN, DnsFailure.NXDOMAIN));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "SERVFAIL",
        "REFUSED",
        "GARBAGE",
        "OTHER_QUESTION",
        "REFERRAL",
        "TRUNCATION_WITHOUT_TCP"
      })
  void aServerThatCannotTellIsNoAnswer(Fault fault) throws Exception {
    server.with("a.example. 300 MX 10 mail.example.").fault("a.example.", fault);

    assertThat(route("a.example"))
        .isEqualTo(none("a.example", Obstacle.NO_ANSWER, DnsFailure.SERVFAIL));
  }

  @Test
  void aSilentServerIsAskedAgainUntilTheTimeIsOver() throws Exception {
    server.fault("a.example.", Fault.SILENCE);
    DnsRouter router = builder().timeout(Duration.ofSeconds(1)).build();

    assertThat(router.route(Domain.parse("a.example")))
        .isEqualTo(none("a.example", Obstacle.NO_ANSWER, DnsFailure.TIMEOUT));
    assertThat(server.asked()).hasSizeGreaterThan(1);
  }

  @Test
  void aLoneRootTakesNoMail() throws Exception {
    server.with("a.example. 300 MX 0 .");

    assertThat(route("a.example")).isEqualTo(none("a.example", Obstacle.NULL_MX));
  }

  @Test
  void aRootBesideOthersMeansNothing() throws Exception {
    server.with("a.example. 300 MX 0 .", "a.example. 300 MX 10 mail.example.");

    assertThat(direct("a.example").exchangers())
        .containsExactly(new MailExchanger("mail.example", 10));
  }

  @Test
  void whatNoHostCanBeCalledIsSkipped() throws Exception {
    server.with(
        "a.example. 300 MX 1 192.0.2.1.",
        "a.example. 300 MX 2 -mail.example.",
        "a.example. 300 MX 3 ma\\032il.example.",
        "a.example. 300 MX 4 mail_1.example.");

    assertThat(direct("a.example").exchangers())
        .containsExactly(new MailExchanger("mail_1.example", 4));
  }

  @Test
  void mxRecordsThatNameNoHostAreNotAsIfThereWereNone() throws Exception {
    server.with("a.example. 300 MX 10 192.0.2.1.", "a.example. 300 A 192.0.2.1");

    assertThat(route("a.example")).isEqualTo(none("a.example", Obstacle.NO_USABLE_EXCHANGER));
  }

  @Test
  void ourOwnLevelAndAllBehindItAreDropped() throws Exception {
    server.with(
        "a.example. 300 MX 5 first.test.",
        "a.example. 300 MX 10 US.example.",
        "a.example. 300 MX 10 peer.test.",
        "a.example. 300 MX 20 backup.test.");
    DnsRouter router = builder().localName("us.Example").build();

    assertThat(((Direct) router.route(Domain.parse("a.example"))).exchangers())
        .containsExactly(new MailExchanger("first.test", 5));
  }

  @ParameterizedTest
  @CsvSource({"mx.example", "us.example", "alias.example"})
  void mailDoesNotComeBackToUs(String domain) throws Exception {
    server.with(
        "mx.example. 300 MX 10 us.example.",
        "mx.example. 300 MX 10 peer.test.",
        "us.example. 300 A 127.0.0.1",
        "alias.example. 300 CNAME us.example.");
    DnsRouter router = builder().localName("us.example").build();

    assertThat(router.route(Domain.parse(domain))).isEqualTo(none(domain, Obstacle.OWN_HOST));
  }

  @ParameterizedTest
  @CsvSource({
    "[192.0.2.1], 192.0.2.1",
    "[IPv6:2001:db8::1], 2001:db8::1",
    "[ipv6:2001:DB8::1], 2001:DB8::1",
    "[127.0.0.1], 127.0.0.1"
  })
  void anAddressLiteralIsItsOwnExchanger(String literal, String host) throws Exception {
    DnsRouter router = builder().localName("[127.0.0.1]").build();

    Direct route = (Direct) router.route(Domain.parse(literal));

    assertThat(route.kind()).isEqualTo(Kind.LITERAL);
    assertThat(route.exchangers()).containsExactly(new MailExchanger(host, 0));
    assertThat(router.addresses(host).addresses())
        .containsExactly(Domain.parse(literal).literalAddress().orElseThrow());
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void anInternationalisedDomainIsAskedForInAscii() throws Exception {
    server.with("xn--bcher-kva.example. 300 MX 10 mail.xn--bcher-kva.example.");

    assertThat(direct("bücher.example").exchangers())
        .containsExactly(new MailExchanger("mail.xn--bcher-kva.example", 10));
    assertThat(server.asked()).containsExactly("UDP xn--bcher-kva.example. MX");
  }

  @Test
  void aNameWithoutADotIsAskedForAsItIs() throws Exception {
    server.with("localhost. 300 MX 10 mail.example.");

    assertThat(direct("localhost").exchangers())
        .containsExactly(new MailExchanger("mail.example", 10));
    assertThat(server.asked()).containsExactly("UDP localhost. MX");
  }

  @Test
  void thePolicyIsAskedForEachExchanger() throws Exception {
    server.with("a.example. 300 MX 10 one.example.", "a.example. 300 MX 20 two.example.");
    TlsPolicy policy =
        (domain, exchanger) -> TlsRequirement.unmet(domain + " " + exchanger.preference());

    Direct route = (Direct) builder().tlsPolicy(policy).build().route(Domain.parse("a.example"));

    assertThat(route.exchangers())
        .extracting(exchanger -> route.requirement(exchanger).unmet().orElseThrow())
        .containsExactly("a.example 10", "a.example 20");
  }

  @Test
  void anAnswerIsAuthenticWhereTheServerSaysSoOfEveryStep() throws Exception {
    server
        .with(
            "a.example. 300 MX 10 mail.example.",
            "b.example. 300 CNAME c.example.",
            "c.example. 300 MX 10 mail.example.",
            "d.example. 300 CNAME a.example.",
            "e.example. 300 A 192.0.2.1",
            "f.example. 300 CNAME a.example.")
        .fault("b.example.", Fault.ONE_ALIAS)
        .fault("f.example.", Fault.ONE_ALIAS)
        .authenticBut("c.example.", "f.example.");

    assertThat(direct("a.example").isAuthenticated()).isTrue();
    assertThat(direct("b.example").isAuthenticated()).isFalse();
    assertThat(direct("d.example").isAuthenticated()).isTrue();
    assertThat(direct("e.example").isAuthenticated()).isTrue();
    assertThat(direct("f.example").isAuthenticated()).isFalse();
  }
}
