package dev.packetboat.smtp.internal.net;

import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Connects to a Unix domain socket. */
public final class LocalConnector {

  private LocalConnector() {}

  /** Connects within this time, or says why it could not. */
  public static Wire connect(Path socket, Duration time, Consumer<SmtpEvent> observer)
      throws SmtpException {
    InetSocketAddress shown = shown(socket);
    observer.accept(new SmtpEvent.Connecting(shown));
    try {
      Wire wire = new Wire(SocketChannel.open(StandardProtocolFamily.UNIX), shown);
      wire.connect(UnixDomainSocketAddress.of(socket), time);
      return wire;
    } catch (ClosedByInterruptException interrupted) {
      throw new SmtpException.Cancelled(
          At.phase(Phase.CONNECT), "interrupted while connecting", interrupted);
    } catch (IOException failed) {
      throw failed(socket, Connector.failedAttempt(shown, failed), observer);
    } catch (UnsupportedOperationException unsupported) {
      String reason = "this system has no Unix domain sockets";
      throw failed(socket, new ConnectAttempt(shown, reason), observer);
    }
  }

  /** What stands for it where an address and a port are expected. */
  private static InetSocketAddress shown(Path socket) {
    try {
      InetAddress here = InetAddress.getByAddress(socket.toString(), new byte[] {127, 0, 0, 1});
      return new InetSocketAddress(here, 0);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four octets are an address", impossible);
    }
  }

  private static SmtpException failed(
      Path socket, ConnectAttempt attempt, Consumer<SmtpEvent> observer) {
    observer.accept(new SmtpEvent.NotConnected(attempt));
    return new SmtpException.ConnectFailed(
        "could not connect to " + socket + ": " + attempt.error(), List.of(attempt));
  }
}
