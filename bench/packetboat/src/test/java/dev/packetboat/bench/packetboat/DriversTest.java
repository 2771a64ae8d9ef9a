package dev.packetboat.bench.packetboat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.bench.limit.BareLoop;
import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import dev.packetboat.bench.sink.Offer;
import dev.packetboat.bench.sink.Sink;
import dev.packetboat.bench.sink.Tally;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a driver says it sent, the sink has. */
class DriversTest {

  private static final int SIZE = 1000;

  static Stream<Driver> drivers() {
    return Stream.of(new BareLoop(), Sessions.oneByOne(), Sessions.pipelined(), new MailerDriver());
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void eachMessageArrives(Driver driver) throws Exception {
    send(driver, Offer.pipelining(), Duration.ZERO);
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void eachMessageArrivesOverALongWay(Driver driver) throws Exception {
    send(driver, Offer.pipelining().withChunking(), Duration.ofMillis(1));
  }

  private static void send(Driver driver, Offer offer, Duration turn) throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Sink sink = new Sink(List.of(anyPort), offer, turn)) {
      Load load = new Load("127.0.0.1", sink.port(), 3, SIZE, 2, false, Optional.empty());
      try (Run run = driver.open(load)) {
        run.send(20);
        run.send(1);
      }
      Tally.Count count = sink.tally().count();
      assertThat(count.messages()).isEqualTo(21);
      assertThat(count.recipients()).isEqualTo(42);
      assertThat(count.faults()).isZero();
    }
  }
}
