package dev.packetboat.testkit.internal.script;

/** The client did something else than the script says. */
public final class Deviation extends Exception {

  private static final long serialVersionUID = 1;

  Deviation(String report) {
    super(report);
  }
}
