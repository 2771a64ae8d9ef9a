package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that was written, and the reply once it has been read. */
final class Exchange {

  final Phase phase;
  final String shown;
  final int octets;
  @Nullable Reply reply;

  /** The last octet of a content stands in a write that has begun: what this exchange ends. */
  private boolean begun;

  /** The end of the content that went out together with this command, if any did. */
  private @Nullable Exchange end;

  private boolean further;

  Exchange(Phase phase, String shown, int octets) {
    this.phase = phase;
    this.shown = shown;
    this.octets = octets;
  }

  /** The reply, once it has been read. */
  Optional<Reply> answer() {
    return Optional.ofNullable(reply);
  }

  /** Answered, and not with yes. Before the answer is known nothing is refused. */
  boolean isRefused() {
    return reply != null && !reply.isPositive();
  }

  /** The server may have the message from now on. */
  void begin() {
    begun = true;
  }

  /** This command belongs to a message that goes out whole, with that end. */
  void endsWith(Exchange end) {
    this.end = end;
  }

  /** A further answer to that end, about another recipient. */
  void answersToo(Exchange other) {
    end = other;
    further = true;
  }

  /**
   * Whether it is one of several answers to the same: that the server took its leave with another
   * says nothing about this one.
   */
  boolean isFurther() {
    return further;
  }

  /** Whether the server may have the message, should this never be answered. */
  Acceptance acceptance() {
    boolean mayHave = end == null ? begun : end.begun;
    return mayHave ? Acceptance.UNKNOWN : Acceptance.NO;
  }
}
