package dev.packetboat.delivery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.delivery.internal.FailurePolicy.Answer;
import dev.packetboat.delivery.internal.FailurePolicy.Hosts;
import dev.packetboat.delivery.internal.FailurePolicy.Scope;
import dev.packetboat.delivery.internal.FailurePolicy.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole failure policy, cell by cell. */
class FailurePolicyTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # scope,    answer,    hosts,                   verdict
          RECIPIENT,   PERMANENT, LEFT,                    FAILED
          RECIPIENT,   PERMANENT, NONE_LEFT,               FAILED
          RECIPIENT,   TRANSIENT, LEFT,                    NEXT_HOST
          RECIPIENT,   TRANSIENT, NONE_LEFT,               DEFERRED
          TRANSACTION, POSITIVE,  LEFT,                    DELIVERED
          TRANSACTION, POSITIVE,  NONE_LEFT,               DELIVERED
          TRANSACTION, PERMANENT, LEFT,                    FAILED
          TRANSACTION, PERMANENT, NONE_LEFT,               FAILED
          TRANSACTION, TRANSIENT, LEFT,                    NEXT_HOST
          TRANSACTION, TRANSIENT, NONE_LEFT,               DEFERRED
          TRANSACTION, BROKEN,    LEFT,                    NEXT_HOST
          TRANSACTION, BROKEN,    NONE_LEFT,               DEFERRED
          TRANSACTION, IN_DOUBT,  LEFT,                    UNKNOWN
          TRANSACTION, IN_DOUBT,  NONE_LEFT,               UNKNOWN
          TRANSACTION, IN_DOUBT,  NONE_LEFT_ALL_PERMANENT, UNKNOWN
          SESSION,     PERMANENT, LEFT,                    NEXT_HOST
          SESSION,     PERMANENT, NONE_LEFT,               DEFERRED
          SESSION,     PERMANENT, NONE_LEFT_ALL_PERMANENT, FAILED
          SESSION,     TRANSIENT, LEFT,                    NEXT_HOST
          SESSION,     TRANSIENT, NONE_LEFT,               DEFERRED
          SESSION,     BROKEN,    LEFT,                    NEXT_HOST
          SESSION,     BROKEN,    NONE_LEFT,               DEFERRED
          OURS,        PERMANENT, LEFT,                    FAILED
          OURS,        PERMANENT, NONE_LEFT,               FAILED
          OURS,        TRANSIENT, LEFT,                    DEFERRED
          OURS,        TRANSIENT, NONE_LEFT,               DEFERRED
          OURS,        BROKEN,    LEFT,                    DEFERRED
          """)
  void decides(Scope scope, Answer answer, Hosts hosts, Verdict verdict) {
    assertThat(FailurePolicy.decide(scope, answer, hosts)).isEqualTo(verdict);
  }
}
