package dev.packetboat.smtp.internal.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WireTest {

  @Test
  void aLookAtWhatHasArrivedSaysThatTheDeadlinePassed() throws IOException {
    try (var listener =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var channel = SocketChannel.open(listener.getLocalAddress())) {
      Wire wire = new Wire(channel);
      wire.allow(Duration.ofMillis(1));
      byte[] buffer = new byte[10];

      assertThatThrownBy(() -> wire.read(buffer, 0, buffer.length))
          .isInstanceOf(Wire.DeadlinePassed.class);
      assertThatThrownBy(wire::hasArrived).isInstanceOf(Wire.DeadlinePassed.class);
      assertThatThrownBy(() -> wire.readArrived(buffer, 0, buffer.length))
          .isInstanceOf(Wire.DeadlinePassed.class);
    }
  }
}
