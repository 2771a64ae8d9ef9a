package dev.packetboat.delivery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.routing.Relay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
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

  @Test
  void hostsTakeTurnsAndAtEachTheFirstComesFirst() {
    Site site = new Site(20);
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    List<Site.Waiter> waiters = new ArrayList<>();
    for (String host : List.of("a", "a", "b", "a", "b")) {
      var waiter = new Site.Waiter(new Target.ToRelay(new Relay(host, 25)), lock.newCondition());
      waiters.add(waiter);
      site.await(waiter);
    }
    List<Integer> order = new ArrayList<>();
    while (site.isAwaited()) {
      var one = new AtomicBoolean(true); // there is place for one more
      site.grant(
          target ->
              one.getAndSet(false)
                  ? Optional.of(new Site.Grant(Optional.empty()))
                  : Optional.empty());
      for (int i = 0; i < waiters.size(); i++) {
        if (waiters.get(i).grant().isPresent() && !order.contains(i)) {
          order.add(i);
        }
      }
    }
    assertThat(order).containsExactly(0, 2, 1, 4, 3);
  }
}
