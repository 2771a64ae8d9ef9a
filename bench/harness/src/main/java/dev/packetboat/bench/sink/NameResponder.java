package dev.packetboat.bench.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The name server of as many domains as one likes, a turn away. Every domain has one exchanger,
 * {@code mx.} and its name, with an address that follows from the name: one of 127.0.1.1 and the
 * next ones. It has no other records.
 */
public final class NameResponder implements AutoCloseable {

  private static final int MX = 15;
  private static final int A = 1;
  private static final int HEADER = 12;
  private static final int LARGEST = 512;
  private static final int TTL = 3600;
  private static final short NAME_OF_QUESTION = (short) 0xC00C;
  private static final byte[] EXCHANGER = "mx".getBytes(US_ASCII);

  private record Question(long due, DatagramPacket packet) {}

  private final DatagramSocket socket;
  private final BlockingQueue<Question> onTheWay = new LinkedBlockingQueue<>();
  private final long turn;
  private final int addresses;

  /**
   * Answers from now on.
   *
   * @param addresses how many addresses the exchangers share
   */
  public NameResponder(InetSocketAddress address, int addresses, Duration turn)
      throws SocketException {
    socket = new DatagramSocket(address);
    this.addresses = addresses;
    this.turn = turn.toNanos();
    Thread.ofPlatform().daemon().name("names-in").start(this::receive);
    Thread.ofPlatform().daemon().name("names-out").start(this::answer);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void receive() {
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
      try {
        socket.receive(packet);
        onTheWay.add(new Question(System.nanoTime() + turn, packet));
      } catch (IOException closed) {
        // Nothing more comes.
      }
    }
  }

  private void answer() {
    try {
      while (!socket.isClosed()) {
        Question question = onTheWay.poll(100, TimeUnit.MILLISECONDS);
        if (question != null) {
          waitUntil(question.due());
          DatagramPacket packet = question.packet();
          ByteBuffer query = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
          packet.setData(answerTo(query));
          socket.send(packet);
        }
      }
    } catch (IOException | InterruptedException closed) {
      socket.close();
    }
  }

  private static void waitUntil(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
  }

  /** RFC 1035 §4: the question comes back, and at most one record after it. */
  byte[] answerTo(ByteBuffer query) {
    int endOfName = HEADER;
    while (query.get(endOfName) != 0) {
      endOfName += 1 + query.get(endOfName);
    }
    int type = query.getShort(endOfName + 1);
    ByteBuffer answer = ByteBuffer.allocate(LARGEST);
    answer.put(query.slice(0, endOfName + 5));
    boolean found = type == MX || (type == A && isExchanger(query));
    // QR, AA, and RD as it came; one question, one answer or none, nothing else.
    answer.putShort(2, (short) (0x8480 | query.getShort(2) & 0x0100));
    answer.putShort(4, (short) 1).putShort(6, (short) (found ? 1 : 0)).putInt(8, 0);
    if (found) {
      answer.putShort(NAME_OF_QUESTION).putShort((short) type).putShort((short) 1).putInt(TTL);
      if (type == MX) {
        answer.putShort((short) 7).putShort((short) 10);
        answer.put((byte) EXCHANGER.length).put(EXCHANGER).putShort(NAME_OF_QUESTION);
      } else {
        byte[] name = new byte[endOfName - HEADER];
        query.get(HEADER, name);
        answer.putShort((short) 4).put(addressOf(name));
      }
    }
    return Arrays.copyOf(answer.array(), answer.position());
  }

  private static boolean isExchanger(ByteBuffer query) {
    byte[] first = new byte[EXCHANGER.length];
    query.get(HEADER + 1, first);
    return query.get(HEADER) == EXCHANGER.length
        && new String(first, US_ASCII).equalsIgnoreCase(new String(EXCHANGER, US_ASCII));
  }

  private byte[] addressOf(byte[] name) {
    String lower = new String(name, US_ASCII).toLowerCase(Locale.ROOT);
    return new byte[] {127, 0, 1, (byte) (1 + Math.floorMod(lower.hashCode(), addresses))};
  }

  @Override
  public void close() {
    socket.close();
  }
}
