package dev.packetboat.smtp.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The server's end of a connection: reads until there is no more, and writes whatever becomes of
 * it. Everything goes on tape.
 */
final class Peer {

  static final int PATIENCE_MILLIS = 30_000;

  private final Socket plain;
  private final byte[] buffer = new byte[8192];
  private Socket socket;
  private InputStream in;
  private Tape tape;
  private int position;
  private int limit;
  private boolean over;

  Peer(Socket plain, Tape tape) throws IOException {
    this.plain = plain;
    this.socket = plain;
    this.in = plain.getInputStream();
    this.tape = tape;
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(PATIENCE_MILLIS);
  }

  /** The next octet, or -1 when no more will come. */
  int read() {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  private boolean fill() {
    position = 0;
    limit = 0;
    if (over) {
      return false;
    }
    try {
      int count = in.read(buffer);
      if (count > 0) {
        limit = count;
        tape.heard(buffer, count);
        return true;
      }
      tape.clientClosed();
    } catch (SocketTimeoutException nothing) {
      tape.leftOpen();
    } catch (IOException broken) {
      tape.note("reading failed: " + broken.getMessage());
    }
    over = true;
    return false;
  }

  /** The next line with its LF; what there is of it where no more will come. */
  byte[] readLine() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = 0;
    while (octet != '\n' && (octet = read()) >= 0) {
      line.write(octet);
    }
    return line.toByteArray();
  }

  /** Whether a line can be read without waiting. */
  boolean hasLineAhead() {
    for (int i = position; i < limit; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Reads, and does nothing else, to the end. */
  void drain() {
    while (position < limit || fill()) {
      position = limit;
    }
  }

  /** In one write. */
  void write(byte[] octets) {
    tape.said(octets);
    try {
      socket.getOutputStream().write(octets);
    } catch (IOException broken) {
      tape.mayMiss("writing failed: " + broken.getMessage());
    }
  }

  /** In writes that end at these offsets, in ascending order. */
  void write(byte[] octets, int[] cuts) {
    int from = 0;
    for (int cut : cuts) {
      if (cut > from) {
        write(Arrays.copyOfRange(octets, from, cut));
        from = cut;
      }
    }
    if (from < octets.length) {
      write(Arrays.copyOfRange(octets, from, octets.length));
    }
  }

  /** Shakes hands as the server; what follows goes on another tape. Whether that could be done. */
  boolean encrypt(SSLContext context, Tape further) {
    try {
      SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
      tls.setUseClientMode(false);
      tls.startHandshake();
      socket = tls;
      in = tls.getInputStream();
      tape.note("encrypted");
      tape = further;
      return true;
    } catch (IOException failed) {
      tape.note("TLS failed: " + failed.getMessage());
      return false;
    }
  }

  void finishWriting() {
    tape.note("half closed");
    try {
      socket.shutdownOutput();
    } catch (IOException gone) {
      tape.note("half closing failed: " + gone.getMessage());
    }
  }

  void reset() {
    tape.note("reset");
    try {
      plain.setSoLinger(true, 0);
    } catch (IOException gone) {
      tape.note("no reset: " + gone.getMessage());
    }
    close();
  }

  void close() {
    over = true;
    try {
      plain.close();
    } catch (IOException gone) {
      tape.note("closing failed: " + gone.getMessage());
    }
  }
}
