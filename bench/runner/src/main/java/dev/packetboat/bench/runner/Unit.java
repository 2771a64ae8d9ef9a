package dev.packetboat.bench.runner;

/** What is compared. */
public enum Unit {
  MESSAGES_PER_SECOND("messages/s"),
  MESSAGES_PER_ROUND_TRIP("messages per round trip"),
  MEBIBYTES_PER_SECOND("MiB/s");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /** The value of a sample in this unit; more is better. */
  double of(Sample sample, Scenario scenario) {
    double perSecond = sample.messages() / sample.seconds();
    return switch (this) {
      case MESSAGES_PER_SECOND -> perSecond;
      case MESSAGES_PER_ROUND_TRIP -> perSecond * scenario.turnMillis() / 1000;
      case MEBIBYTES_PER_SECOND -> perSecond * scenario.size() / (1 << 20);
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
