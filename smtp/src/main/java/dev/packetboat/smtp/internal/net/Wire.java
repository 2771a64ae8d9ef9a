package dev.packetboat.smtp.internal.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose every wait has an end. Reads and writes run on the caller's thread; a
 * deadline, {@link #abort()} from any thread or an interrupt closes the plain socket underneath and
 * so ends them at once.
 */
public final class Wire {

  /** Thrown by a read or write whose deadline passed. */
  public static final class DeadlinePassed extends IOException {
    private static final long serialVersionUID = 1;

    DeadlinePassed(@Nullable IOException cause) {
      super("deadline passed", cause);
    }
  }

  /** Thrown by a write of what cannot be read. */
  public static final class SourceFailed extends IOException {
    private static final long serialVersionUID = 1;

    SourceFailed(String message, @Nullable IOException cause) {
      super(message, cause);
    }
  }

  private final SocketChannel channel;
  private final @Nullable Socket plain; // none of a Unix domain socket
  private final InetSocketAddress remote;
  private final InetSocketAddress local;
  private final Watchdog.Guard guard;
  private InputStream in;
  private OutputStream out;
  private @Nullable SSLSocket encrypted;
  private volatile boolean transferring;

  /** A TCP connection. */
  Wire(SocketChannel channel) throws IOException {
    Socket socket = channel.socket();
    this.channel = channel;
    this.plain = socket;
    this.remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    this.local = (InetSocketAddress) socket.getLocalSocketAddress();
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.guard = Watchdog.guard(this::abort);
  }

  /**
   * A Unix domain socket that is still to be connected.
   *
   * @param shown what stands for its address
   */
  Wire(SocketChannel channel, InetSocketAddress shown) {
    LocalStreams streams = new LocalStreams(channel);
    this.channel = channel;
    this.plain = null;
    this.remote = shown;
    this.local = shown;
    this.in = streams.in();
    this.out = streams.out();
    this.guard = Watchdog.guard(this::abort);
  }

  /** Connects within this time; closed where it cannot. */
  void connect(UnixDomainSocketAddress address, Duration time) throws IOException {
    guard.arm(time);
    try {
      channel.connect(address);
      allowForever();
    } catch (IOException broken) {
      abort();
      throw explained(broken);
    }
  }

  public InetSocketAddress remoteAddress() {
    return remote;
  }

  public InetSocketAddress localAddress() {
    return local;
  }

  /** Sets the time that all reads have together; a write has its own, and ends this one. */
  public void allow(Duration time) {
    guard.arm(time);
  }

  /** No read or write is under way. */
  public void allowForever() {
    guard.disarm();
  }

  /** Reads what is there, at least one octet; -1 at the end. {@link #allow} says how long. */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException broken) {
      throw explained(broken);
    }
  }

  /** Writes all of it within this time. */
  public void write(byte[] buffer, int offset, int length, Duration time) throws IOException {
    guard.arm(time);
    try {
      out.write(buffer, offset, length);
      out.flush();
    } catch (IOException broken) {
      throw explained(broken);
    } finally {
      guard.disarm(); // what follows may be ours: a content that is slow to come, a hook
    }
  }

  /** Whether the system can send out of a file: it does not encrypt. */
  public boolean takesFiles() {
    return encrypted == null;
  }

  /**
   * Has the system send octets of a file, within this time for each 64 KiB.
   *
   * @throws SourceFailed where the file has no more of them
   */
  public void write(FileChannel file, long position, long length, Duration time)
      throws IOException {
    byte[] lent = Buffers.LARGE.borrow();
    long at = position;
    long end = position + length;
    try {
      transferring = true;
      while (at < end) {
        guard.arm(time);
        int count = (int) Math.min(lent.length, end - at);
        long passed = file.transferTo(at, count, channel);
        // Nothing passes where the socket has no room and does not wait for it.
        at += passed > 0 ? passed : copy(file, at, lent, count);
      }
      out.flush();
    } catch (IOException broken) {
      throw explained(broken);
    } finally {
      transferring = false;
      guard.disarm();
    }
    Buffers.giveBack(lent);
  }

  private int copy(FileChannel file, long position, byte[] buffer, int length) throws IOException {
    int count;
    try {
      count = file.read(ByteBuffer.wrap(buffer, 0, length), position);
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException unreadable) {
      throw new SourceFailed("it cannot be read: " + unreadable.getMessage(), unreadable);
    }
    if (count < 0) {
      throw new SourceFailed("it ends after " + position + " octets", null);
    }
    out.write(buffer, 0, count);
    return count;
  }

  private IOException explained(IOException broken) {
    return guard.expired() ? new DeadlinePassed(broken) : broken;
  }

  /** Whether octets have arrived that nobody has read, as far as can be seen without decrypting. */
  public boolean hasArrived() throws IOException {
    try {
      return in.available() > 0 || (encrypted != null && plain().getInputStream().available() > 0);
    } catch (IOException broken) {
      throw explained(broken);
    }
  }

  /** Whether it was not closed from our side, be it by a deadline. */
  public boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Reads what has arrived, without waiting: 0 when nothing has. Under TLS that which arrived may
   * hold no content at all, such as a session ticket.
   */
  public int readArrived(byte[] buffer, int offset, int length) throws IOException {
    if (!hasArrived()) {
      return 0;
    }
    if (plain == null) {
      return read(buffer, offset, length); // what has arrived is content
    }
    Socket socket = encrypted == null ? plain : encrypted;
    try {
      socket.setSoTimeout(1);
      int count = in.read(buffer, offset, length);
      socket.setSoTimeout(0);
      return count;
    } catch (SocketTimeoutException noContent) {
      socket.setSoTimeout(0);
      return 0;
    } catch (IOException broken) {
      throw explained(broken);
    }
  }

  /** How many octets the system takes before a write waits for the peer. */
  public int sendBufferSize() {
    try {
      return channel.getOption(StandardSocketOptions.SO_SNDBUF);
    } catch (IOException closed) {
      return 0;
    }
  }

  /** The plain socket of a TCP connection, for layering something upon it. */
  public Socket plain() {
    if (plain == null) {
      throw new IllegalStateException("nothing is layered upon a Unix domain socket");
    }
    return plain;
  }

  public @Nullable SSLSocket encrypted() {
    return encrypted;
  }

  /** From here on everything goes through TLS: does the handshake within this time. */
  public void encrypt(SSLSocket tls, Duration time) throws IOException {
    guard.arm(time);
    try {
      tls.startHandshake();
    } catch (IOException broken) {
      throw explained(broken);
    } finally {
      guard.disarm();
    }
    encrypted = tls;
    in = tls.getInputStream();
    out = tls.getOutputStream();
  }

  /** Closes; TLS is ended properly if that can be done within this time. */
  public void close(Duration time) {
    guard.arm(time);
    if (encrypted != null) {
      closeQuietly(encrypted);
    }
    abort();
  }

  /** Closes the socket underneath, from any thread, at once. */
  public void abort() {
    if (transferring) {
      endTransfer();
    }
    closeQuietly(channel);
    guard.close();
  }

  /** Older systems do not end by a close what they copy to a socket that is full. */
  private void endTransfer() {
    try {
      channel.shutdownOutput();
    } catch (IOException gone) {
      // So it has ended.
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException gone) {
      // The connection is given up: there is nobody left to tell.
    }
  }
}
