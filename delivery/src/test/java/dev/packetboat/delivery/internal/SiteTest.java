package dev.packetboat.delivery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.routing.Relay;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many connections there may be to one destination, and when the next message may go. */
class SiteTest {

  private static int places(Site site) {
    return site.free();
  }

  @Test
  void itBeginsWithFiveOrWithWhatIsAllowed() {
    assertThat(places(new Site(20))).isEqualTo(5);
    assertThat(places(new Site(2))).isEqualTo(2);
  }

  @Test
  void itGrowsByAPartOfItselfUpToWhatIsAllowed() {
    Site site = new Site(7);
    IntStream.range(0, 6).forEach(i -> site.succeeded());
    assertThat(places(site)).isEqualTo(6);
    IntStream.range(0, 100).forEach(i -> site.succeeded());
    assertThat(places(site)).isEqualTo(7);
  }

  @Test
  void itFallsToWhatTheHostServesAndNeverToNothing() {
    Site site = new Site(20);
    var target = new Target.ToRelay(new Relay("relay.test", 25));
    site.open(target);
    assertThat(site.opens(target)).isTrue();
    site.refused();
    site.opened(target, Optional.empty());
    assertThat(site.opens(target)).isFalse();
    assertThat(places(site)).isEqualTo(1);
    assertThat(site.isForgettable()).isFalse();
  }

  @Test
  void messagesAreSpacedOut() {
    Site site = new Site(20);
    assertThat(site.reserve(1000, 10)).isZero();
    assertThat(site.reserve(1001, 10)).isEqualTo(9);
    assertThat(site.reserve(1001, 10)).isEqualTo(19);
    assertThat(site.reserve(5000, 10)).isZero();
  }
}
