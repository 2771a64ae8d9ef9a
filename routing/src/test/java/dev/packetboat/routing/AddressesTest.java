package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.TestNameServer.Fault;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses of a host. */
class AddressesTest {

  private final TestNameServer server = TestNameServer.start();

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HostAddresses addresses(String host) throws InterruptedException {
    return addresses(host, Duration.ofMillis(400));
  }

  private HostAddresses addresses(String host, Duration timeout) throws InterruptedException {
    return DnsRouter.builder()
        .nameServers(server.address())
        .timeout(timeout)
        .build()
        .addresses(host);
  }

  private static InetAddress[] ips(String... texts) {
    return Arrays.stream(texts)
        .map(text -> Domain.parse("[" + (text.contains(":") ? "IPv6:" : "") + text + "]"))
        .map(literal -> literal.literalAddress().orElseThrow())
        .toArray(InetAddress[]::new);
  }

  // RFC 8305 §4
  @Test
  void familiesTakeTurnsBeginningWithTheNewerOne() throws Exception {
    server.with(
        "mail.example. 300 A 192.0.2.1",
        "mail.example. 300 A 192.0.2.2",
        "mail.example. 300 A 192.0.2.3",
        "mail.example. 300 AAAA 2001:db8::1");

    HostAddresses found = addresses("mail.example");

    assertThat(found.addresses())
        .containsExactly(ips("2001:db8::1", "192.0.2.1", "192.0.2.2", "192.0.2.3"));
    assertThat(found.failure()).isEmpty();
    assertThat(found.expandedName()).isEqualTo("mail.example");
    assertThat(server.asked())
        .containsExactlyInAnyOrder("UDP mail.example. AAAA", "UDP mail.example. A");
  }

  @Test
  void anAddressKnowsItsHostAndAsksNobodyForIt() throws Exception {
    server.with("mail.example. 300 A 192.0.2.1");

    assertThat(addresses("mail.example")).hasToString("[mail.example/192.0.2.1]");
  }

  @Test
  void aliasesAreFollowed() throws Exception {
    server.with("mail.example. 300 CNAME host.test.", "host.test. 300 AAAA 2001:db8::1");

    HostAddresses found = addresses("mail.example.");

    assertThat(found.addresses()).containsExactly(ips("2001:db8::1"));
    assertThat(found.expandedName()).isEqualTo("host.test");
  }

  @ParameterizedTest
  @CsvSource({
    // records of A and AAAA, what goes wrong with each, what is said
    "NONE, NONE, NXDOMAIN",
    "SERVFAIL, NONE, SERVFAIL",
    "NONE, SILENCE, TIMEOUT",
    "SILENCE, SERVFAIL, SERVFAIL",
    "REFUSED, SERVFAIL, SERVFAIL",
  })
  void whereBothQuestionsFailTheOneThatMayPassIsTold(Fault six, Fault four, DnsFailure said)
      throws Exception {
    server.fault("mail.example. AAAA", six).fault("mail.example. A", four);

    assertThat(addresses("mail.example").failure()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({"SERVFAIL", "REFUSED", "SILENCE", "GARBAGE"})
  void oneFamilyIsEnough(Fault fault) throws Exception {
    server.with("mail.example. 300 A 192.0.2.1").fault("mail.example. AAAA", fault);

    assertThat(addresses("mail.example").addresses()).containsExactly(ips("192.0.2.1"));
  }

  @Test
  void whereAllQuestionsForTheNewerFamilyAreLostTheOlderOneDoesNotWaitForThem() throws Exception {
    server.with("mail.example. 300 A 192.0.2.1").fault("mail.example. AAAA", Fault.SILENCE);

    assertThat(addresses("mail.example", Duration.ofHours(1)).addresses())
        .containsExactly(ips("192.0.2.1"));
  }

  @ParameterizedTest
  @CsvSource({"SERVFAIL", "SILENCE"})
  void theNewerFamilyIsEnoughToo(Fault fault) throws Exception {
    server.with("mail.example. 300 AAAA 2001:db8::1").fault("mail.example. A", fault);

    assertThat(addresses("mail.example").addresses()).containsExactly(ips("2001:db8::1"));
  }

  @Test
  void aHostMayHaveNoAddress() throws Exception {
    server.with("mail.example. 300 MX 10 mail.example.");

    HostAddresses found = addresses("mail.example");

    assertThat(found.failure()).contains(DnsFailure.NO_DATA);
    assertThat(found.addresses()).isEmpty();
  }

  @Test
  void aliasesWithoutEndAreGivenUp() throws Exception {
    server.with("x.example. 300 CNAME x.example.");

    assertThat(addresses("x.example").failure()).contains(DnsFailure.ALIAS_LOOP);
  }

  @Test
  void anAddressIsItself() throws Exception {
    assertThat(addresses("192.0.2.7").addresses()).containsExactly(ips("192.0.2.7"));
    assertThat(addresses("2001:db8::7").addresses()).containsExactly(ips("2001:db8::7"));
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void addressesAreAuthenticWhereAllThatAreGivenAre() throws Exception {
    server
        .with(
            "one.example. 300 A 192.0.2.1",
            "two.example. 300 A 192.0.2.1",
            "two.example. 300 CNAME three.example.",
            "three.example. 300 AAAA 2001:db8::1")
        .authenticBut("three.example.");

    assertThat(addresses("one.example").isAuthenticated()).isTrue();
    assertThat(addresses("two.example").isAuthenticated()).isFalse();
  }

  @Test
  void whatNoHostCanBeCalledIsNotAskedFor() {
    assertThatThrownBy(() -> addresses("a b.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a b.example");
  }
}
