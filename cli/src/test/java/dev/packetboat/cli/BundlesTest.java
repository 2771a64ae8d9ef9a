package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.RecipientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** In which order the letters of a run are given out. */
class BundlesTest {

  /** A letter to each of these domains, numbered from 0. */
  private static Bundles bundles(List<String> domains) throws Refusal {
    List<Sources> all = new ArrayList<>();
    for (String domain : domains) {
      all.add(
          new Source(
              Integer.toString(all.size()),
              Content.of("From: joe@client.test\nTo: ann@" + domain + ".test\n\nHello\n")));
    }
    Letter.Asked asked =
        new Letter.Asked(Optional.empty(), List.of(), RecipientOptions.NONE, List.of());
    return new Bundles(Letters.checked(new JoinedSources(all), asked));
  }

  private static String taken(Bundles.Hand hand, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hand.next().map(Letter::name).ifPresent(names::add);
    }
    return String.join(" ", names);
  }

  @Test
  void thoseForOneDomainFollowEachOtherInTheirOrder() throws Refusal {
    Bundles.Hand hand = bundles(List.of("a", "b", "c", "A", "b", "a")).hand();

    assertThat(taken(hand, 7)).isEqualTo("0 3 5 1 4 2");
  }

  @Test
  void anotherHandTakesThoseForAnother() throws Refusal {
    Bundles bundles = bundles(List.of("a", "b", "a", "b", "a", "b"));
    Bundles.Hand one = bundles.hand();
    Bundles.Hand other = bundles.hand();

    assertThat(taken(one, 1) + ", " + taken(other, 1)).isEqualTo("0, 1");
    assertThat(taken(one, 2) + ", " + taken(other, 2)).isEqualTo("2 4, 3 5");
  }

  @Test
  void theOthersWaitForAHundredAtMost() throws Refusal {
    List<String> domains = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      domains.add(i == 1 ? "b" : "a");
    }
    Bundles.Hand hand = bundles(domains).hand();
    taken(hand, 99);

    assertThat(taken(hand, 3)).isEqualTo("100 1 101");
  }
}
