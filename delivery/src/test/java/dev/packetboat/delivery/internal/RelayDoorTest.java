package dev.packetboat.delivery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.AuthenticationFailed;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may try a password, and when again. */
class RelayDoorTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final AtomicInteger tries = new AtomicInteger();
  private final RelayDoor door = new RelayDoor(now::get);

  private RelayDoor.Opening refusedWith(int code) {
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

    now.addAndGet(RelayDoor.REFUSED_FOR.toNanos());
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
    RelayDoor.Opening down =
        () -> {
          throw new SmtpException.ConnectFailed("down", java.util.List.of());
        };
    assertThatThrownBy(() -> door.open(down)).hasMessage("down");
    door.open(tries::incrementAndGet);
    assertThat(tries).hasValue(1);
  }
}
