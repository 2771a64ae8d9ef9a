package dev.packetboat.smtp.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStreamsTest {

  @TempDir private Path folder;

  /** Both ends of a connection, the first that which is looked at. */
  private SocketChannel[] pair() throws IOException {
    var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      SocketChannel near = SocketChannel.open(address);
      return new SocketChannel[] {near, listener.accept()};
    }
  }

  @Test
  void whatHasArrivedIsSeenWithoutWaitingAndReadAfterwards() throws IOException {
    SocketChannel[] ends = pair();
    try (SocketChannel near = ends[0];
        SocketChannel far = ends[1]) {
      InputStream in = new LocalStreams(near).in();
      assertThat(in.available()).isZero();

      far.write(StandardCharsets.US_ASCII.encode("250 ok\r\n"));
      assertThat(in.available()).isEqualTo(8);
      far.write(StandardCharsets.US_ASCII.encode("more"));
      assertThat(in.available()).as("what was seen first").isEqualTo(8);
      byte[] octets = new byte[20];
      assertThat(in.read(octets, 1, 3)).isEqualTo(3);
      assertThat(in.read()).isEqualTo(' ');
      assertThat(in.read(octets, 4, 16)).isEqualTo(4);
      assertThat(in.read(octets, 8, 12)).as("straight from the socket").isEqualTo(4);
      assertThat(new String(octets, 1, 11, StandardCharsets.US_ASCII)).isEqualTo("250ok\r\nmore");
      assertThat(near.isBlocking()).isTrue();
    }
  }

  @Test
  void atTheEndThereIsNothing() throws IOException {
    SocketChannel[] ends = pair();
    try (SocketChannel near = ends[0]) {
      InputStream in = new LocalStreams(near).in();
      ends[1].close();

      assertThat(in.available()).isZero();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aClosedSocketSaysSo() throws IOException {
    SocketChannel[] ends = pair();
    InputStream in = new LocalStreams(ends[0]).in();
    ends[0].close();
    ends[1].close();

    assertThatThrownBy(in::available).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
  }
}
