package dev.packetboat.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {

  @ParameterizedTest(name = "{0}, {1}, {2}, {3}: {4}")
  @CsvSource({
    "127.0.0.1:8025,, , false, 0",
    "localhost:8025,, none, false, 0",
    "127.0.0.1,, same-origin, false, 0",
    "[::1]:9000,, , false, 0",
    "127.0.0.1:8025, http://127.0.0.1:8025, same-origin, false, 0",
    "127.0.0.1:8025,, cross-site, true, 0",
    // Another name that leads here, which is how a foreign page would read the mail.
    "evil.test:8025,, same-origin, false, 421",
    "evil.test:8025,, same-origin, true, 421",
    "127.0.0.1.evil.test,, , false, 421",
    "localhost.:8025,, , false, 421",
    "127.0.0.1:8025:1,, , false, 421",
    "evil.test@127.0.0.1,, , false, 421",
    ",, , false, 421",
    // A foreign page that asks without reading.
    "127.0.0.1:8025, http://evil.test, , false, 403",
    "127.0.0.1:8025, http://127.0.0.1:9999, , false, 403",
    "127.0.0.1:8025, null, , false, 403",
    "127.0.0.1:8025,, cross-site, false, 403",
    "127.0.0.1:8025,, same-site, false, 403",
  })
  void foreignPagesGetNoAnswer(
      String host, String origin, String site, boolean isNavigation, int refusal) {
    assertThat(
            Guard.refusal(
                    Optional.ofNullable(host),
                    Optional.ofNullable(origin),
                    Optional.ofNullable(site),
                    isNavigation)
                .map(Answer::status)
                .orElse(0))
        .isEqualTo(refusal);
  }
}
