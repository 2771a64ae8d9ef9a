package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Domain;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which relay, if any: nobody is asked for that. */
class RelayRulesTest {

  private static Relay relay(String host) {
    return new Relay(host + ".test", 25);
  }

  private static DnsRouter.Builder rules() {
    return DnsRouter.builder()
        .nameServers(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9))
        .relay("corp.example", relay("exact"))
        .relay("*.corp.example", relay("below"))
        .relay("*.Lab.corp.example", relay("lab"))
        .relay("bücher.example", relay("books"));
  }

  @ParameterizedTest
  @CsvSource({
    "corp.example, exact",
    "CORP.Example, exact",
    "a.corp.example, below",
    "a.b.corp.example, below",
    "lab.corp.example, below",
    "a.LAB.corp.example, lab",
    "xn--bcher-kva.example, books",
    "BÜCHER.example, books",
    "a.bücher.example, all",
    "xcorp.example, all",
    "example, all",
    "[192.0.2.1], all",
    "[IPv6:2001:db8::1], all"
  })
  void theRuleThatSaysMostCounts(String domain, String host) throws Exception {
    Domain parsed = Domain.parse(domain);

    assertThat(rules().relay("*", relay("all")).build().route(parsed))
        .isEqualTo(new Route.Relayed(parsed, relay(host)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[192.0.2.1]", "[IPv6:2001:db8::1]"})
  void aLiteralGoesThroughARelayOnlyWhereAllDoes(String literal) throws Exception {
    assertThat(rules().build().route(Domain.parse(literal))).isInstanceOf(Route.Direct.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*.",
        "**",
        "*corp.example",
        "a.*.example",
        "*.*.example",
        "a b",
        "corp.example.",
        "[192.0.2.1]",
        "*.[192.0.2.1]",
        "a@b.example"
      })
  void whatIsNoPatternIsRefused(String pattern) {
    assertThatThrownBy(() -> DnsRouter.builder().relay(pattern, relay("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoRulesForTheSameDomainsAreAnError() {
    assertThatThrownBy(() -> rules().relay("*.CORP.example", relay("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two relay rules for *.CORP.example");
  }
}
