package dev.packetboat.testkit.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * The server's end of one connection, in clear or after a handshake over TLS. One thread reads and
 * writes; any thread may close.
 */
public final class Wire implements Closeable {

  private static final int LONGEST_LINE = 1 << 20;

  private final Socket plain;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Socket socket;
  private InputStream in;
  private int position;
  private int limit;
  private boolean dripping;

  public Wire(Socket socket) throws IOException {
    this.plain = socket;
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setTcpNoDelay(true);
  }

  /**
   * How long a single read waits before it throws {@link SocketTimeoutException}; zero waits for
   * ever.
   */
  public void patience(Duration patience) throws IOException {
    plain.setSoTimeout(Math.toIntExact(patience.toMillis()));
  }

  /** From now on every octet is a packet of its own. */
  public void drip() {
    dripping = true;
  }

  /** The next octet, or -1 at the end. */
  public int read() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return position == limit ? -1 : buffer[position++] & 0xff;
  }

  /**
   * The next line with its LF; without it where the stream ended first; an empty array at the end.
   * Of a line longer than a megabyte the rest is left out.
   */
  public byte[] readLine() throws IOException {
    return readLine(LONGEST_LINE);
  }

  /** The same, but what a line has beyond {@code longest} octets, its LF with it, is left out. */
  public byte[] readLine(int longest) throws IOException {
    line.reset();
    int octet = 0;
    while (octet != '\n' && (octet = read()) >= 0) {
      if (line.size() < longest) {
        line.write(octet);
      }
    }
    return line.toByteArray();
  }

  /** Exactly so many octets. */
  public byte[] readOctets(int count) throws IOException {
    byte[] octets = new byte[count];
    for (int i = 0; i < count; i++) {
      octets[i] = (byte) orEnd(read(), i);
    }
    return octets;
  }

  /**
   * All up to the lone dot, as on the wire: dots still stuffed, the line with the lone dot taken
   * but not returned.
   */
  public byte[] readContent() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] end = {'\r', '\n', '.', '\r', '\n'};
    int matched = 2; // the content begins at the start of a line
    while (matched < end.length) {
      int octet = orEnd(read(), content.size());
      content.write(octet);
      if (octet == end[matched]) {
        matched++;
      } else {
        matched = octet == '\r' ? 1 : 0;
      }
    }
    byte[] octets = content.toByteArray();
    return Arrays.copyOf(octets, octets.length - 3);
  }

  private static int orEnd(int octet, int read) throws EOFException {
    if (octet < 0) {
      throw new EOFException("the stream ended after " + read + " octets");
    }
    return octet;
  }

  public void write(byte[] octets) throws IOException {
    var out = socket.getOutputStream();
    if (!dripping) {
      out.write(octets);
      return;
    }
    for (byte octet : octets) {
      out.write(octet);
      out.flush();
    }
  }

  /**
   * Shakes hands as the server, now. What the client sent in clear after its last line that was
   * read counts as the beginning of the handshake.
   */
  public SSLSession startTls(SSLContext context, boolean wantClientCertificate) throws IOException {
    var ahead = new ByteArrayInputStream(buffer.clone(), position, limit - position);
    var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, ahead, true);
    tls.setWantClientAuth(wantClientCertificate);
    tls.startHandshake();
    position = limit;
    socket = tls;
    in = tls.getInputStream();
    return tls.getSession();
  }

  /** The beginning of a line whose end {@link #readLine} waited for in vain. */
  public byte[] unfinishedLine() {
    return line.toByteArray();
  }

  /** Whether a whole line was read from the socket that nobody has asked for yet. */
  public boolean hasLineAhead() {
    for (int i = position; i < limit; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** What was read from the socket and nobody has asked for yet. */
  public byte[] readAhead() {
    return Arrays.copyOfRange(buffer, position, limit);
  }

  /** Where the client is. */
  public SocketAddress client() {
    return plain.getRemoteSocketAddress();
  }

  /** Sends the end of the stream; reading goes on. */
  public void finishWriting() throws IOException {
    socket.shutdownOutput();
  }

  /** Wakes a reader in another thread: it comes to the end of the stream. */
  public void stopReading() throws IOException {
    try {
      plain.shutdownInput();
    } catch (SocketException alreadyClosed) {
      // Then nobody reads any more.
    }
  }

  /** Ends the connection with RST instead of FIN. */
  public void reset() throws IOException {
    plain.setSoLinger(true, 0);
    plain.close();
  }

  /**
   * Ends the connection from another thread, without the farewell of TLS, which may block behind a
   * write.
   */
  public void abort() throws IOException {
    plain.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
