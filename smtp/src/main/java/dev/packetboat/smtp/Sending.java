package dev.packetboat.smtp;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that was handed to a {@link Pipeline}. It is decided once the server has answered the
 * end of its content, or something broke before. One thread at a time, the same as its pipeline.
 */
public final class Sending {

  private final Pipeline pipeline;
  private @Nullable Receipt receipt;
  private @Nullable SmtpException failure;

  Sending(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  void accepted(Receipt taken) {
    receipt = taken;
  }

  void failed(SmtpException why) {
    failure = why;
  }

  /** Whether {@link #receipt()} returns, or throws, without waiting. */
  public boolean isDecided() {
    return receipt != null || failure != null;
  }

  /** Why the message was not taken, where that is known by now; does not wait. */
  public Optional<SmtpException> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * The server's receipt. Where the message is not decided yet, what is still to be written of it
   * is written, and the answers to all messages ahead of it and to itself are waited for.
   *
   * @throws SmtpException as {@link SmtpSession#send} does; the neighbours of the message are not
   *     touched by it
   */
  public Receipt receipt() throws SmtpException {
    if (!isDecided()) {
      pipeline.decide(this);
    }
    if (failure != null) {
      throw failure;
    }
    return Objects.requireNonNull(receipt);
  }
}
