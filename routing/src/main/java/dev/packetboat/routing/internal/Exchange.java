package dev.packetboat.routing.internal;

import dev.packetboat.routing.internal.Attempt.Answered;
import dev.packetboat.routing.internal.Attempt.Unanswered;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/**
 * Asks one server once: over UDP, and over TCP where the answer did not fit (RFC 7766 §5). The
 * calling thread waits itself; interrupting it closes the socket.
 */
final class Exchange {

  // More than is asked for: a server that sends more than it should is understood all the same.
  private static final int BUFFER = 8192;

  private final InetSocketAddress server;
  private final Deadline deadline;

  Exchange(InetSocketAddress server, Deadline deadline) {
    this.server = server;
    this.deadline = deadline;
  }

  Attempt ask(Name name, int type) throws InterruptedException {
    try {
      Attempt attempt = ask(Query.extended(name, type));
      // RFC 6891 §7: who does not know EDNS says that the format is wrong.
      return attempt instanceof Answered(Message answer) && Query.isNotUnderstood(answer)
          ? ask(Query.plain(name, type))
          : attempt;
    } catch (SocketTimeoutException nothingCame) {
      return Unanswered.SILENT;
    } catch (IOException noWay) {
      return unlessInterrupted(Unanswered.UNREACHABLE);
    }
  }

  private static Attempt unlessInterrupted(Attempt attempt) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while asking DNS");
    }
    return attempt;
  }

  private Attempt ask(Query query) throws IOException, InterruptedException {
    Optional<Message> answer = query.answer(overUdp(query));
    if (answer.filter(message -> message.getHeader().getFlag(Flags.TC)).isPresent()) {
      return askAgain(query);
    }
    return answer.<Attempt>map(Answered::new).orElse(Unanswered.UNUSABLE);
  }

  private Attempt askAgain(Query query) throws SocketTimeoutException, InterruptedException {
    try {
      byte[] octets = overTcp(query);
      return query.isAnsweredBy(octets)
          ? query.answer(octets).<Attempt>map(Answered::new).orElse(Unanswered.UNUSABLE)
          : Unanswered.UNUSABLE;
    } catch (SocketTimeoutException nothingCame) {
      throw nothingCame;
    } catch (IOException broke) {
      return unlessInterrupted(Unanswered.UNUSABLE);
    }
  }

  private byte[] overUdp(Query query) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      // Connected, it takes datagrams from this server only, and learns that a port is closed.
      channel.connect(server);
      channel.write(ByteBuffer.wrap(query.octets()));
      byte[] octets;
      do {
        octets = receive(channel.socket());
      } while (!query.isAnsweredBy(octets)); // RFC 5452 §9.1: others may send what they like.
      return octets;
    }
  }

  private byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[BUFFER], BUFFER);
    socket.setSoTimeout(deadline.millisLeft());
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  // RFC 1035 §4.2.2: two octets with the length stand before each message.
  private byte[] overTcp(Query query) throws IOException {
    byte[] octets = query.octets();
    ByteBuffer framed = ByteBuffer.allocate(2 + octets.length);
    framed.putShort((short) octets.length).put(octets).flip();
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      socket.connect(server, deadline.millisLeft());
      channel.write(framed);
      byte[] length = read(socket, 2);
      return read(socket, Short.toUnsignedInt(ByteBuffer.wrap(length).getShort()));
    }
  }

  private byte[] read(Socket socket, int length) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] octets = new byte[length];
    int filled = 0;
    while (filled < length) {
      socket.setSoTimeout(deadline.millisLeft());
      int read = in.read(octets, filled, length - filled);
      if (read < 0) {
        throw new EOFException("the name server closed the connection");
      }
      filled += read;
    }
    return octets;
  }
}
