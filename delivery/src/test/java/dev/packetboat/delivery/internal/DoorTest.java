package dev.packetboat.delivery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.AuthenticationFailed;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may try a password, and when again. */
class DoorTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicBoolean served = new AtomicBoolean();
  private final Door door = new Door(Door.Kind.RELAY, served::get, now::get);

  private Door.Opening refusedWith(int code) {
    return () -> {
      tries.incrementAndGet();
      throw new AuthenticationFailed(
          SmtpException.At.phase(Phase.AUTH).reply(Reply.of(code, "no")), "refused");
    };
  }

  private void assertNotTried() {
    int before = tries.get();
    assertThatThrownBy(() -> door.open(tries::incrementAndGet))
        .isInstanceOf(AuthenticationFailed.class)
        .hasMessageContaining("not tried again: refused");
    assertThat(tries).hasValue(before);
  }

  @Test
  void whatWasRefusedIsNotTriedForAWhile() throws Exception {
    assertThatThrownBy(() -> door.open(refusedWith(535))).hasMessage("refused");
    assertNotTried();

    now.addAndGet(Door.REFUSED_FOR.toNanos());
    door.open(tries::incrementAndGet);
    door.open(tries::incrementAndGet);
    assertThat(tries).hasValue(3);
  }

  @Test
  void whatWorkedOnceCanBeRefusedLater() throws Exception {
    door.open(tries::incrementAndGet);
    assertThatThrownBy(() -> door.open(refusedWith(535))).hasMessage("refused");
    assertNotTried();
  }

  @Test
  void notNowIsNoRefusal() throws Exception {
    assertThatThrownBy(() -> door.open(refusedWith(454))).hasMessage("refused");
    door.open(tries::incrementAndGet);
    assertThat(tries).hasValue(2);
  }

  @Test
  void whoDidNotConnectHasTriedNothing() throws Exception {
    assertUnreachable(door);
    door.open(tries::incrementAndGet);
    assertThat(tries).hasValue(1);
  }

  private Door exchanger() {
    return new Door(Door.Kind.EXCHANGER, served::get, now::get);
  }

  private static Door.Opening unreachable() {
    return () -> {
      throw new SmtpException.ConnectFailed("down", List.of());
    };
  }

  private static void assertUnreachable(Door host) {
    assertThatThrownBy(() -> host.open(unreachable())).hasMessage("down");
  }

  @Test
  void aDeadHostIsNotWaitedForAndThenTriedByOne() throws Exception {
    Door host = exchanger();
    for (int i = 0; i < Door.DEAD_AFTER; i++) {
      assertUnreachable(host);
    }
    assertThatThrownBy(() -> host.open(tries::incrementAndGet))
        .isInstanceOf(SmtpException.ConnectFailed.class)
        .hasMessage("not tried again: down");

    now.addAndGet(Door.DEAD_FOR.toNanos());
    assertUnreachable(host); // the probe
    assertThatThrownBy(() -> host.open(tries::incrementAndGet)).hasMessage("not tried again: down");

    now.addAndGet(Door.DEAD_FOR.toNanos());
    host.open(tries::incrementAndGet);
    host.open(tries::incrementAndGet);
    assertThat(tries).hasValue(2);
  }

  @Test
  void oneFailureMoreOrLessKillsNoHost() throws Exception {
    Door host = exchanger();
    for (int i = 0; i < 3 * Door.DEAD_AFTER; i++) {
      assertUnreachable(host);
      host.open(tries::incrementAndGet);
    }
    assertThat(tries).hasValue(3 * Door.DEAD_AFTER);
    assertThat(host.isForgettable()).isTrue();
  }

  @Test
  void aRelayDiesToo() {
    for (int i = 0; i < Door.DEAD_AFTER; i++) {
      assertUnreachable(door);
    }
    assertThatThrownBy(() -> door.open(tries::incrementAndGet)).hasMessage("not tried again: down");
    assertThat(tries).hasValue(0);
  }

  @Test
  void aHostThatServesOthersLives() throws Exception {
    served.set(true);
    Door host = exchanger();
    for (int i = 0; i < 2 * Door.DEAD_AFTER; i++) {
      assertUnreachable(host);
    }
    served.set(false);
    host.open(tries::incrementAndGet);
    assertThat(tries).hasValue(1);
  }

  @Test
  void aHostThatAnswersLivesWhateverItSays() throws Exception {
    Door host = exchanger();
    for (int i = 0; i < 2 * Door.DEAD_AFTER; i++) {
      assertUnreachable(host);
      assertThatThrownBy(() -> host.open(refusedWith(454))).hasMessage("refused");
    }
    host.open(tries::incrementAndGet);
  }

  @Test
  void aRefusedPasswordIsNotForgottenOverALostConnection() throws Exception {
    door.open(tries::incrementAndGet);
    Door.Opening lostMeanwhile =
        () -> {
          assertThatThrownBy(() -> door.open(refusedWith(535))).hasMessage("refused");
          unreachable().run();
        };
    assertThatThrownBy(() -> door.open(lostMeanwhile)).hasMessage("down");
    assertNotTried();
  }

  @Test
  void whatBeganBeforeTheHostAnsweredAnotherSaysNothing() throws Exception {
    Door host = exchanger();
    for (int i = 0; i < 2 * Door.DEAD_AFTER; i++) {
      Door.Opening late =
          () -> {
            assertThatCode(() -> host.open(tries::incrementAndGet)).doesNotThrowAnyException();
            unreachable().run();
          };
      assertThatThrownBy(() -> host.open(late)).hasMessage("down");
    }
    host.open(tries::incrementAndGet);
  }
}
