package dev.packetboat.testkit.internal.dialogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One step of a dialogue. */
public sealed interface Step {

  /** The server sends these octets. */
  record Send(byte[] octets) implements Step {}

  /** The client's next line has to contain a match. */
  record Expect(Pattern pattern) implements Step {}

  /**
   * If the client's next line contains a match it gets the reply and the steps, else it is left for
   * the next step.
   */
  record Perhaps(Pattern pattern, byte[] reply, List<Step> then) implements Step {}

  /**
   * The client's content up to the lone dot has to end with {@code end}, and to contain a match.
   */
  record Content(String end, Optional<Pattern> pattern) implements Step {}

  /** The server waits. */
  record Pause(Duration time) implements Step {}

  /** The handshake takes place. */
  record StartTls() implements Step {}

  /** The server closes the connection. */
  record Close() implements Step {}

  /** The client has to close the connection; what it says before that does not count. */
  record ClientCloses() implements Step {}
}
