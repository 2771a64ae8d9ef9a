package dev.packetboat.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that reads its part from a script: a reply for each thing that it hears, and nothing
 * more once the script is over or the client has nothing to say.
 */
final class Playback {

  private static final int QUIET_MILLIS = 20;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Pattern CHUNK =
      Pattern.compile("BDAT (\\d{1,6})( LAST)?\r\n", Pattern.CASE_INSENSITIVE);

  /**
   * The end of a content as it was heard.
   *
   * @param content its last part, or all
   * @param reply the number of the one that follows it
   */
  record End(String content, int reply) {}

  private final Script script;
  private final StringBuilder heard = new StringBuilder();
  private final List<End> ends = new ArrayList<>();
  private boolean isData;
  private boolean isContent;
  private int said;
  private boolean leftOpen;

  Playback(Script script) {
    this.script = script;
  }

  /** Serves the next client that comes. */
  void run(ServerSocket listener) throws IOException {
    try (Socket socket = listener.accept()) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      socket.setSoTimeout(QUIET_MILLIS);
      play(in, socket);
      socket.shutdownOutput();
      socket.setSoTimeout(PATIENCE_MILLIS);
      drain(in);
    } catch (SocketTimeoutException stays) {
      leftOpen = true;
    } catch (IOException gone) {
      // The client has hung up without reading all; what it had written before is heard.
    }
  }

  private void play(InputStream in, Socket socket) {
    try {
      for (said = 0; said < script.replies().size(); said++) {
        boolean asked = said == 0 || script.isEarly(said) || hear(in);
        if (!asked) {
          return;
        }
        for (String write : script.writes(said)) {
          socket.getOutputStream().write(write.getBytes(ISO_8859_1));
        }
        isContent = isData && script.replies().get(said).startsWith("3");
        isData = false;
      }
    } catch (IOException quietOrGone) {
      // The client waits for more than there is, or reads no more; some may still be to be heard.
    }
  }

  private void drain(InputStream in) throws IOException {
    while (hear(in)) {
      isData = false;
    }
  }

  /** A command, a chunk or a content; false where there is no more. */
  private boolean hear(InputStream in) throws IOException {
    String line = line(in);
    if (isContent) {
      StringBuilder content = new StringBuilder();
      while (line.endsWith("\n") && !line.equals(".\r\n")) {
        content.append(line);
        line = line(in);
      }
      isContent = false;
      if (line.equals(".\r\n")) {
        ends.add(new End(content.toString(), said));
      }
      return line.endsWith("\n");
    }
    Matcher chunk = CHUNK.matcher(line);
    if (chunk.matches()) {
      int size = Integer.parseInt(chunk.group(1));
      byte[] octets = in.readNBytes(size);
      heard.append(new String(octets, ISO_8859_1));
      if (octets.length == size && chunk.group(2) != null) {
        ends.add(new End(new String(octets, ISO_8859_1), said));
      }
    }
    isData = line.toUpperCase(Locale.ROOT).equals("DATA\r\n");
    return line.endsWith("\n");
  }

  private String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int octet = 0;
    while (octet != '\n' && (octet = in.read()) >= 0) {
      line.append((char) octet);
      heard.append((char) octet);
    }
    return line.toString();
  }

  /** Whether the client still had the connection long after the server's last word. */
  boolean isLeftOpen() {
    return leftOpen;
  }

  /** Whether all of a content that ends like this came, in whatever place. */
  boolean heard(String ending) {
    int end = heard.indexOf(ending) + ending.length();
    boolean isThere = end >= ending.length();
    return isThere && (heard.indexOf("BDAT ") >= 0 || heard.indexOf(".\r\n", end) == end);
  }

  /** Whether what it said when it had heard that has a line of this code. */
  boolean answered(String ending, int code) {
    return ends.stream()
        .filter(end -> end.content().endsWith(ending) && end.reply() < script.replies().size())
        .flatMap(end -> script.replies().get(end.reply()).lines())
        .anyMatch(line -> line.startsWith(Integer.toString(code)));
  }
}
