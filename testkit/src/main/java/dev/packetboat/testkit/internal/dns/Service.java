package dev.packetboat.testkit.internal.dns;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Listens at one address and port for datagrams and connections, and has each question answered on
 * a virtual thread. Safe for use by several threads.
 */
public final class Service implements AutoCloseable {

  private static final int LONGEST = 65535;
  private static final int BACKLOG = 512;
  private static final int ATTEMPTS = 50;

  private final Responder responder;
  private final ServerSocket listener;
  private final DatagramSocket datagrams;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);

  private Service(Responder responder, ServerSocket listener, DatagramSocket datagrams) {
    this.responder = responder;
    this.listener = listener;
    this.datagrams = datagrams;
    open.add(listener);
    open.add(datagrams);
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for one that is free for datagrams and connections alike
   */
  public static Service start(InetAddress address, int port, Responder responder)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      ServerSocket listener = new ServerSocket(port, BACKLOG, address);
      try {
        var datagrams = new DatagramSocket(listener.getLocalPort(), address);
        Service service = new Service(responder, listener, datagrams);
        service.start("name-server-datagrams", service::receive);
        service.start("name-server-connections", service::accept);
        return service;
      } catch (BindException taken) {
        listener.close();
        if (port != 0 || attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void start(String name, Runnable task) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    task.run();
                  } finally {
                    threads.remove(Thread.currentThread());
                  }
                });
    threads.add(thread);
    thread.start();
  }

  private void receive() {
    byte[] buffer = new byte[LONGEST];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.receive(packet);
        byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
        SocketAddress client = packet.getSocketAddress();
        start("name-server-datagram", () -> answer(octets, client));
      }
    } catch (IOException closed) {
      // No further question is wanted.
    }
  }

  private void answer(byte[] question, SocketAddress client) {
    Response response = responder.respond(question, Transport.DATAGRAM);
    if (response.octets().isPresent() && pause(response.delay())) {
      byte[] octets = response.octets().get();
      try {
        datagrams.send(new DatagramPacket(octets, octets.length, client));
      } catch (IOException clientIsGone) {
        // As with any datagram: nobody promised that it arrives.
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        open.add(client);
        start("name-server-connection", () -> converse(client));
      }
    } catch (IOException closed) {
      // No further client is wanted.
    }
  }

  private void converse(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      var out = new DataOutputStream(client.getOutputStream());
      while (true) {
        answer(in, out);
      }
    } catch (IOException clientIsGone) {
      // As clients do when they have their answer.
    } finally {
      open.remove(client);
    }
  }

  // RFC 1035 §4.2.2: before each message its length in two octets
  private void answer(DataInputStream in, DataOutputStream out) throws IOException {
    byte[] question = in.readNBytes(in.readUnsignedShort());
    Response response = responder.respond(question, Transport.STREAM);
    if (response.octets().isPresent() && pause(response.delay())) {
      byte[] octets = response.octets().get();
      byte[] framed = new byte[2 + octets.length];
      framed[0] = (byte) (octets.length >> 8);
      framed[1] = (byte) octets.length;
      System.arraycopy(octets, 0, framed, 2, octets.length);
      out.write(framed);
    }
  }

  /** Waits; gives false where the service was closed meanwhile. */
  private boolean pause(Duration time) {
    try {
      return !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      while (!threads.isEmpty()) {
        for (Closeable each : open) {
          each.close();
        }
        for (Thread thread : threads) {
          thread.join(Duration.ofMillis(50));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
