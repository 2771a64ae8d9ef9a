package dev.packetboat.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that says just what the test tells it to. */
final class RawClient implements AutoCloseable {

  private Socket socket;

  RawClient(String host, int port) throws IOException {
    socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
  }

  static RawClient of(MailServer server) throws IOException {
    return new RawClient(server.host(), server.port());
  }

  static RawClient of(ScriptedServer server) throws IOException {
    return new RawClient(server.host(), server.port());
  }

  RawClient send(String octets) throws IOException {
    return send(octets.getBytes(StandardCharsets.UTF_8));
  }

  RawClient send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    return this;
  }

  RawClient sendLine(String line) throws IOException {
    return send(line + "\r\n");
  }

  /** A line without its CRLF; empty at the end of the stream. */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      line.write(octet);
      if (octet == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.UTF_8).replaceFirst("\r\n$", "");
  }

  /** A whole reply, its lines joined by a line feed. */
  String readReply() throws IOException {
    StringBuilder reply = new StringBuilder(readLine());
    for (String line = reply.toString(); line.startsWith("-", 3); ) {
      line = readLine();
      reply.append('\n').append(line);
    }
    return reply.toString();
  }

  /** Says the line and returns the reply. */
  String ask(String line) throws IOException {
    return sendLine(line).readReply();
  }

  byte[] readAll() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  SSLSocket startTls(SSLContext context, String host) throws IOException {
    var tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    var parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    socket = tls;
    return tls;
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
