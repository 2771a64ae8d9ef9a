package dev.packetboat.cli;

/** What the command's exit status says, after sysexits. */
enum ExitStatus {
  DONE(0),
  USAGE(64),
  BAD_INPUT(65),
  NO_INPUT(66),
  FAILED(69),
  FAULT(70),
  UNKNOWN(74),
  DEFERRED(75),
  REFUSED(77),
  CONFIGURATION(78),
  INTERRUPTED(130);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
