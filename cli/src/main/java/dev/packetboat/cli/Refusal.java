package dev.packetboat.cli;

/**
 * What was asked for cannot be done, and nothing has been sent: the message is for the user, in one
 * line.
 */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1;

  private final ExitStatus status;

  Refusal(ExitStatus status, String message) {
    super(message);
    this.status = status;
  }

  ExitStatus status() {
    return status;
  }
}
