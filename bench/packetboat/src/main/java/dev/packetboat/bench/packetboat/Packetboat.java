package dev.packetboat.bench.packetboat;

import dev.packetboat.bench.load.Arguments;
import dev.packetboat.bench.load.DriverMain;

/** Sends by sessions, by pipelines or by a mailer: {@code --by session|pipeline|mailer}. */
public final class Packetboat {

  private Packetboat() {}

  public static void main(String[] words) throws Exception {
    String by = Arguments.of(words).text("by", "session");
    DriverMain.run(
        switch (by) {
          case "session" -> Sessions.oneByOne();
          case "pipeline" -> Sessions.pipelined();
          // A further way to send is a driver, a case here, and a Client in the runner.
          case "mailer" -> new MailerDriver();
          default -> throw new IllegalArgumentException("--by " + by);
        },
        words);
  }
}
