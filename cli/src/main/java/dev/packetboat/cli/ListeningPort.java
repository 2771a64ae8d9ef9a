package dev.packetboat.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A port to listen at: an option, and a usual number where it is not given. That somebody else has
 * the usual one is no reason to stop; another one is taken then.
 */
final class ListeningPort {

  private static final int ANY_FREE = 0;
  private static final int HIGHEST = 65535;

  private final String option;
  private final int usual;
  private final Supplier<Optional<Integer>> asked;

  ListeningPort(Options options, String option, int usual, String meaning) {
    this.option = option;
    this.usual = usual;
    asked =
        options.value(
            Integer.class,
            option,
            "N",
            meaning + " 0 takes a free one. Unless said " + usual + ", or a free one.");
  }

  /** What to listen at; 0 for any that is free. */
  int number() throws Refusal {
    Optional<Integer> number = asked.get();
    if (number.isEmpty()) {
      return isFree() ? usual : ANY_FREE;
    }
    if (number.get() < ANY_FREE || number.get() > HIGHEST) {
      throw new Refusal(ExitStatus.USAGE, option + ": a port is a number from 0 to " + HIGHEST);
    }
    return number.get();
  }

  private boolean isFree() {
    try (Socket stream = new Socket();
        DatagramSocket datagrams = new DatagramSocket(null)) {
      stream.setReuseAddress(true);
      stream.bind(new InetSocketAddress(usual));
      datagrams.bind(new InetSocketAddress(usual));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
