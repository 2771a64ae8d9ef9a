package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Route.Direct;
import dev.packetboat.routing.Route.Direct.Kind;
import dev.packetboat.routing.Route.Obstacle;
import dev.packetboat.routing.TlsRequirement.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes are made of. */
class VocabularyTest {

  private static final Domain DOMAIN = Domain.parse("a.example");
  private static final MailExchanger FIRST = new MailExchanger("one.example", 10);
  private static final MailExchanger SECOND = new MailExchanger("two.example", 20);

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void aPreferenceHasSixteenBits(int preference) {
    assertThatThrownBy(() -> new MailExchanger("mail.example", preference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536})
  void aRelayHasAPort(int port) {
    assertThatThrownBy(() -> new Relay("relay.example", port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not 1 to 65535");
  }

  @Test
  void aRelayIsShownWithItsPort() {
    assertThat(new Relay("relay.example", 587)).hasToString("relay.example:587");
  }

  @Test
  void aRouteNeedsAnExchanger() {
    assertThatThrownBy(() -> Direct.to(DOMAIN, Kind.MX, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a route needs an exchanger");
  }

  @Test
  void aRouteIsItsOwn() {
    List<MailExchanger> exchangers = new ArrayList<>(List.of(FIRST));
    Direct route = Direct.to(DOMAIN, Kind.MX, exchangers).build();
    exchangers.add(SECOND);

    assertThat(route.exchangers()).containsExactly(FIRST);
    assertThat(route.expandedName()).isEqualTo("a.example");
    assertThat(route.isAuthenticated()).isFalse();
  }

  @Test
  void eachExchangerHasItsRequirement() {
    TlsPolicy policy =
        (domain, exchanger) ->
            TlsRequirement.of(exchanger.equals(FIRST) ? Level.VERIFIED : Level.NONE);
    Direct route = Direct.to(DOMAIN, Kind.MX, List.of(FIRST, SECOND)).policy(policy).build();

    assertThat(route.requirement(FIRST)).isEqualTo(TlsRequirement.of(Level.VERIFIED));
    assertThat(route.requirement(SECOND)).isEqualTo(TlsRequirement.of(Level.NONE));
    assertThatThrownBy(() -> route.requirement(new MailExchanger("three.example", 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an exchanger of a.example");
  }

  @Test
  void equalRequirementsAreEqual() {
    assertThat(TlsRequirement.of(Level.OPPORTUNISTIC))
        .isEqualTo(TlsRequirement.opportunistic())
        .hasSameHashCodeAs(TlsRequirement.opportunistic())
        .isNotEqualTo(TlsRequirement.of(Level.ENCRYPTED));
    assertThat(TlsRequirement.unmet("no policy"))
        .isEqualTo(TlsRequirement.unmet("no policy"))
        .isNotEqualTo(TlsRequirement.unmet("other"))
        .isNotEqualTo(TlsRequirement.of(Level.VERIFIED))
        .hasToString("VERIFIED, unmet: no policy");
  }

  @Test
  void addressesAreKnownOrNot() {
    InetAddress address = InetAddress.getLoopbackAddress();

    assertThatThrownBy(() -> HostAddresses.of(List.of(), "mail.example", true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(HostAddresses.of(List.of(address), "mail.example", true).failure()).isEmpty();
    assertThat(HostAddresses.unknown("mail.example", DnsFailure.TIMEOUT))
        .hasToString("timeout")
        .returns(List.of(), HostAddresses::addresses)
        .returns("mail.example", HostAddresses::expandedName)
        .returns(false, HostAddresses::isAuthenticated);
  }

  @ParameterizedTest
  @CsvSource({
    "NXDOMAIN, NXDOMAIN, true",
    "NO_DATA, no data, true",
    "ALIAS_LOOP, too many aliases, true",
    "SERVFAIL, SERVFAIL, false",
    "TIMEOUT, timeout, false"
  })
  void aFailureIsForGoodOrNot(DnsFailure failure, String word, boolean permanent) {
    assertThat(failure.word()).isEqualTo(word);
    assertThat(failure.isPermanent()).isEqualTo(permanent);
  }

  // RFC 3463 §2
  @ParameterizedTest
  @EnumSource(Obstacle.class)
  void anObstacleIsForGoodUnlessDnsMayAnswerLater(Obstacle obstacle) {
    assertThat(obstacle.isPermanent()).isEqualTo(obstacle != Obstacle.NO_ANSWER);
    assertThat(obstacle.status()).matches("[45]\\.\\d\\.\\d+");
    assertThat(obstacle.text()).isNotBlank();
  }
}
