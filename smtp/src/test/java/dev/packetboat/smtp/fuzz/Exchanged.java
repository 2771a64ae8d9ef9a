package dev.packetboat.smtp.fuzz;

import dev.packetboat.smtp.Reply;
import java.util.Optional;

/**
 * A line that the client wrote, or the end of a content, and what stands in its place among the
 * replies.
 *
 * @param waits whether it may be written only when the reply before it has been read
 */
record Exchanged(String line, boolean waits, Optional<Said> said, Optional<Said> saidBefore) {

  Optional<Reply> reply() {
    return said.map(Said::reply);
  }

  boolean isPositive() {
    return said.filter(answer -> answer.reply().isPositive()).isPresent();
  }

  boolean isNegative() {
    return said.filter(answer -> answer.reply().code() >= 400).isPresent();
  }

  boolean isCode(int code) {
    return said.filter(answer -> answer.reply().code() == code).isPresent();
  }

  /** The server hangs up, or refuses what it may not refuse. */
  boolean isFarewell() {
    return isCode(421) || (line.equals("RSET") && isNegative());
  }

  /** The answer had come together with the one before, so that nobody could miss it. */
  boolean wasAnsweredBefore() {
    return said.isPresent()
        && saidBefore.isPresent()
        && said.get().write() == saidBefore.get().write();
  }
}
