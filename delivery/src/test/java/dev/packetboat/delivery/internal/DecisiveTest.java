package dev.packetboat.delivery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.delivery.Attempt;
import dev.packetboat.delivery.Reason;
import dev.packetboat.delivery.internal.FailurePolicy.Answer;
import dev.packetboat.routing.Relay;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When it is said that the provider may block the port. */
class DecisiveTest {

  private static Setback setback(String error) {
    Attempt attempt = new Attempt("mx.test", Optional.empty(), error);
    return switch (error) {
      case "no address" ->
          Setback.host(
              Answer.PERMANENT,
              Statuses.UNABLE_TO_ROUTE,
              new Reason(Reason.NO_ADDRESS, error),
              attempt);
      case "SERVFAIL" ->
          Setback.host(
              Answer.BROKEN, Statuses.DIRECTORY_FAILURE, new Reason(Reason.LOOKUP, error), attempt);
      case "connection lost" ->
          Setback.host(
              Answer.BROKEN,
              Statuses.BAD_CONNECTION,
              new Reason(Reason.CONNECTION_LOST, error),
              attempt);
      default ->
          Setback.host(
              Answer.BROKEN,
              Statuses.NO_ANSWER_FROM_HOST,
              new Reason(Reason.CONNECT, error),
              attempt);
    };
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          25,  connection refused,                        port 25
          25,  timed out / network is unreachable,        port 25
          25,  no route to host / connection refused,     port 25
          25,  no address / timed out,                    port 25
          587, connection refused,                        ''
          25,  no route to host / network is unreachable, ''
          25,  timed out / connection lost,               ''
          25,  timed out / SERVFAIL,                      ''
          25,  no address,                                ''
          """)
  void aBlockedPortIsSuspectedWhereAllThatHasAnAddressIsOutOfReach(
      int port, String errors, String suspected) {
    List<Setback> setbacks = Arrays.stream(errors.split(" / ")).map(DecisiveTest::setback).toList();
    var destination = new Destination.ByRelay(new Relay("mx.test", port));

    Reason reason = Decisive.of(setbacks, false, destination).reason();

    assertThat(reason.code().equals(Reason.PORT_BLOCKED)).isEqualTo(!suspected.isEmpty());
    assertThat(reason.text()).contains(suspected);
  }
}
