package dev.packetboat.smtp;

import dev.packetboat.mail.Recipient;
import java.io.IOException;
import java.util.List;

/**
 * Is called when all of the content has been written and the end of it has not: until it returns
 * the server cannot have the message, from then on it may. Whoever keeps a record of what was sent
 * writes it here.
 */
@FunctionalInterface
public interface CommitHook {

  /**
   * Lets the end of the content be written, or throws: then the connection is closed without it,
   * and {@link SmtpException.Vetoed} tells so.
   *
   * @param accepted those whom the server took
   */
  void beforeCommit(List<Recipient> accepted) throws IOException;

  /** Nothing is to be done. */
  static CommitHook none() {
    return accepted -> {};
  }
}
