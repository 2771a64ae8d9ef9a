package dev.packetboat.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final ReceivedMessage MESSAGE = Received.message("Subject: hello\n\nHello\n");

  private static List<Integer> numbers(Inbox inbox) {
    return inbox.all().stream().map(Arrival::number).toList();
  }

  @Test
  void theOldestGoWhereThereAreTooMany() {
    Inbox inbox = new Inbox(3, Long.MAX_VALUE);
    for (int i = 0; i < 5; i++) {
      inbox.add(MESSAGE);
    }

    assertThat(numbers(inbox)).containsExactly(3, 4, 5);
    assertThat(inbox.taken()).isEqualTo(5);
    assertThat(inbox.numbered(2)).isEmpty();
    assertThat(inbox.numbered(3)).isPresent();
  }

  @Test
  void theOldestGoWhereTheyAreTooLarge() {
    long weight = Arrival.of(1, Instant.EPOCH, MESSAGE).weight();
    Inbox inbox = new Inbox(100, 2 * weight);
    for (int i = 0; i < 5; i++) {
      inbox.add(MESSAGE);
    }
    assertThat(numbers(inbox)).containsExactly(4, 5);

    Inbox tiny = new Inbox(100, 1);
    tiny.add(MESSAGE);
    tiny.add(MESSAGE);
    assertThat(numbers(tiny)).containsExactly(2);
  }

  @Test
  void whoWaitsIsWokenByWhatHeWants() throws Exception {
    Inbox inbox = new Inbox();
    var found = CompletableFuture.supplyAsync(() -> await(inbox, 2));
    inbox.add(MESSAGE);
    inbox.add(MESSAGE);

    assertThat(found.get()).extracting(Arrival::number).containsExactly(2);
    assertThat(inbox.await(arrival -> arrival.number() == 9, Duration.ZERO)).isEmpty();
  }

  @Test
  void whoWaitsIsLetGoAtTheEnd() throws Exception {
    Inbox inbox = new Inbox();
    var found = CompletableFuture.supplyAsync(() -> await(inbox, 1));
    inbox.close();

    assertThat(found.get()).isEmpty();
  }

  private static List<Arrival> await(Inbox inbox, int number) {
    try {
      return inbox.await(arrival -> arrival.number() >= number, LONG);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasClearedIsGoneAndNumbersGoOn() {
    Inbox inbox = new Inbox();
    inbox.add(MESSAGE);
    inbox.clear();
    inbox.add(MESSAGE);

    assertThat(numbers(inbox)).containsExactly(2);
  }

  @Test
  void aHeaderThatCannotBeReadDoesNotHideTheMessage() {
    Arrival arrival =
        new Inbox().add(Received.message("X: y\n".repeat(10_001) + "Subject: late\n\nHello\n"));

    assertThat(arrival.subject()).isEqualTo("(no subject)");
    assertThat(arrival.message().recipients()).containsExactly("ann@mx.test");
  }
}
