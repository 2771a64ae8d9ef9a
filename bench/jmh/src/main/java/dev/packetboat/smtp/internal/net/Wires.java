package dev.packetboat.smtp.internal.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Opens wires for benchmarks of other packages. */
public final class Wires {

  private Wires() {}

  public static Wire of(SocketChannel channel) throws IOException {
    return new Wire(channel);
  }
}
