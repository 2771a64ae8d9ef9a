package dev.packetboat.smtp.internal;

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
}
