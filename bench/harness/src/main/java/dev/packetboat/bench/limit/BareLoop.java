package dev.packetboat.bench.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.DriverMain;
import dev.packetboat.bench.load.Lines;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The limit: one write of prepared octets for each message, the end of its content together with
 * the envelope of the next (RFC 2920), one platform thread for each connection. Of the replies it
 * only counts the lines and looks at their first digit.
 */
public final class BareLoop implements Driver {

  private static final byte[] FINAL_DOT = ".\r\n".getBytes(US_ASCII);

  public static void main(String[] arguments) throws Exception {
    DriverMain.run(new BareLoop(), arguments);
  }

  @Override
  public String name() {
    return "bare loop";
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public Run open(Load load) throws Exception {
    return Lines.open(load, () -> new Loop(load));
  }

  private static final class Loop implements Run {

    private final int repliesOfEnvelope;
    private final byte[] envelope;
    private final byte[] contentAndEnvelope;
    private final byte[] input = new byte[8192];
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private int inputEnd;
    private int inputAt;

    Loop(Load load) throws IOException {
      repliesOfEnvelope = load.recipients() + 2;
      envelope = envelope(load);
      contentAndEnvelope = prepared(load.letter().octets(), envelope);
      socket = new Socket(load.host(), load.port());
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
      replies(1);
      ask("EHLO bench.test\r\n");
      if (load.tls()) {
        ask("STARTTLS\r\n");
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, load.host(), load.port(), true);
        tls.startHandshake();
        socket = tls;
        in = socket.getInputStream();
        out = socket.getOutputStream();
        ask("EHLO bench.test\r\n");
      }
    }

    private static byte[] envelope(Load load) {
      StringBuilder commands = new StringBuilder("MAIL FROM:<joe@bench.test>\r\n");
      load.recipientAddresses()
          .forEach(address -> commands.append("RCPT TO:<").append(address).append(">\r\n"));
      return commands.append("DATA\r\n").toString().getBytes(US_ASCII);
    }

    /** Dots doubled, the final one added, and the envelope of the next message behind it. */
    private static byte[] prepared(byte[] octets, byte[] envelope) {
      ByteArrayOutputStream out =
          new ByteArrayOutputStream(octets.length + octets.length / 64 + envelope.length + 3);
      for (int i = 0; i < octets.length; i++) {
        if (octets[i] == '.' && i > 0 && octets[i - 1] == '\n') {
          out.write('.');
        }
        out.write(octets[i]);
      }
      out.writeBytes(FINAL_DOT);
      out.writeBytes(envelope);
      return out.toByteArray();
    }

    private void ask(String command) throws IOException {
      out.write(command.getBytes(US_ASCII));
      replies(1);
    }

    @Override
    public void send(int messages) throws IOException {
      if (messages == 0) {
        return;
      }
      out.write(envelope);
      replies(repliesOfEnvelope);
      for (int i = 1; i < messages; i++) {
        out.write(contentAndEnvelope);
        replies(1 + repliesOfEnvelope);
      }
      out.write(contentAndEnvelope, 0, contentAndEnvelope.length - envelope.length);
      replies(1);
    }

    /** Waits for so many replies, of one line or several. */
    private void replies(int count) throws IOException {
      int left = count;
      int column = 0;
      boolean last = false;
      while (left > 0) {
        if (inputAt == inputEnd) {
          inputEnd = in.read(input);
          inputAt = 0;
          if (inputEnd < 0) {
            throw new EOFException("the sink closed the connection");
          }
        }
        byte octet = input[inputAt++];
        if (column == 0 && octet != '2' && octet != '3') {
          throw new IOException("the sink refused something");
        }
        if (column == 3) {
          last = octet == ' ';
        }
        column++;
        if (octet == '\n') {
          column = 0;
          left -= last ? 1 : 0;
        }
      }
    }

    @Override
    public void close() throws IOException {
      ask("QUIT\r\n");
      socket.close();
    }
  }
}
