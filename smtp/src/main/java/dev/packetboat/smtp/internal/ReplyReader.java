package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.internal.net.Buffers;
import dev.packetboat.smtp.internal.net.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies off a wire, within bounds: a server cannot make us hold more than one reply of 64
 * KiB. A line may end with a bare LF, as some servers write it; everything else that RFC 5321 §4.2
 * does not allow is an error. Not thread-safe.
 */
final class ReplyReader {

  static final int MAX_LINE = 4 * 1024;
  static final int MAX_REPLY = 64 * 1024;
  static final int MAX_LINES = 500;
  static final String REDACTED = "***";
  private static final int SHORTEST_SECRET = 4; // no base64 of anything is shorter

  /** What came is no reply. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private final Wire wire;
  private final Consumer<String> observer;
  private byte @Nullable [] lent; // none as long as nothing is read
  private String hidden = "";
  private Duration allowed = Duration.ZERO;
  private boolean waiting; // the time runs
  private int from;
  private int to;

  ReplyReader(Wire wire, Consumer<String> observer) {
    this.wire = wire;
    this.observer = observer;
  }

  /**
   * Some servers repeat a line that they do not understand: from here on this text is shown as
   * stars wherever it comes back in a refusal. Empty for nothing.
   */
  void hide(String secret) {
    hidden = secret.length() < SHORTEST_SECRET ? "" : secret;
  }

  /**
   * The next reply.
   *
   * @param time how long it is waited for, where it is not here already
   */
  Reply read(Duration time) throws IOException {
    allowed = time;
    waiting = false;
    Reply reply = read();
    if (waiting) {
      wire.allowForever();
    }
    return reply;
  }

  private Reply read() throws IOException {
    String line = readLine();
    int code = code(line);
    if (isLast(line)) {
      return new Reply(code, List.of(text(line)));
    }
    List<String> texts = new ArrayList<>();
    texts.add(text(line));
    int octets = line.length();
    while (!isLast(line)) {
      line = readLine();
      if (code(line) != code) {
        throw new Malformed("a reply that began with " + code + " went on with " + code(line));
      }
      octets += line.length() + 2;
      if (texts.size() == MAX_LINES || octets > MAX_REPLY) {
        throw new Malformed(
            "a reply of more than " + MAX_LINES + " lines or " + MAX_REPLY / 1024 + " KiB");
      }
      texts.add(text(line));
    }
    return new Reply(code, texts);
  }

  /** Whether octets are here that belong to no reply read so far. Does not wait. */
  boolean hasArrived() throws IOException {
    if (from < to) {
      return true;
    }
    if (!wire.hasArrived()) {
      return false;
    }
    from = 0;
    to = Math.max(0, wire.readArrived(buffer(), 0, buffer().length));
    return to > 0;
  }

  /** The same as far as it is known without asking the system. */
  boolean hasRead() {
    return from < to;
  }

  /** Holds nothing as long as nothing is read. */
  void rest() {
    byte[] idle = lent;
    if (idle != null && from == to) {
      from = 0;
      to = 0;
      lent = null;
      Buffers.giveBack(idle);
    }
  }

  private byte[] buffer() {
    byte[] present = lent;
    if (present == null) {
      present = Buffers.SMALL.borrow();
      lent = present;
    }
    return present;
  }

  private static int code(String line) throws Malformed {
    if (line.length() >= 3 && isDigit(line, 0) && isDigit(line, 1) && isDigit(line, 2)) {
      int code = Integer.parseInt(line, 0, 3, 10);
      boolean separated = line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-';
      if (separated && code >= 200 && code <= 599) {
        return code;
      }
    }
    throw new Malformed(
        "not a reply: " + (line.length() > 100 ? line.substring(0, 100) + "..." : line));
  }

  private static boolean isDigit(String line, int index) {
    return line.charAt(index) >= '0' && line.charAt(index) <= '9';
  }

  private static boolean isLast(String line) {
    return line.length() == 3 || line.charAt(3) == ' ';
  }

  private static String text(String line) {
    return line.length() <= 4 ? "" : line.substring(4);
  }

  private String readLine() throws IOException {
    byte[] buffer = buffer();
    int scanned = from;
    while (true) {
      for (; scanned < to; scanned++) {
        if (buffer[scanned] == '\n') {
          return takeLine(buffer, scanned);
        }
      }
      if (to - from > MAX_LINE) {
        throw new Malformed("a line of more than " + MAX_LINE / 1024 + " KiB");
      }
      if (!waiting) {
        waiting = true;
        wire.allow(allowed);
      }
      scanned -= makeRoom(buffer);
      int count = wire.read(buffer, to, buffer.length - to);
      if (count < 0) {
        throw new EOFException(
            from == to
                ? "the server closed the connection"
                : "the server closed the connection amid a line");
      }
      to += count;
    }
  }

  /** Moves what is unread to the start where there is no room behind it. Returns by how much. */
  private int makeRoom(byte[] buffer) {
    if (to < buffer.length && from < to) {
      return 0;
    }
    int moved = from;
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    return moved;
  }

  private String takeLine(byte[] buffer, int lineFeed) throws Malformed {
    if (lineFeed - from > MAX_LINE) {
      throw new Malformed("a line of more than " + MAX_LINE / 1024 + " KiB");
    }
    int end = lineFeed > from && buffer[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
    String line =
        withoutSecret(
            withoutControls(new String(buffer, from, end - from, StandardCharsets.UTF_8)));
    from = lineFeed + 1;
    observer.accept(line);
    return line;
  }

  // A challenge is data, in which the same letters may stand by chance.
  private String withoutSecret(String line) {
    return hidden.isEmpty() || line.startsWith("334") ? line : line.replace(hidden, REDACTED);
  }

  /** What a server says ends up on terminals and in logs. */
  private static String withoutControls(String line) {
    @Nullable StringBuilder clean = null;
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i)) && line.charAt(i) != '\t') {
        clean = clean == null ? new StringBuilder(line) : clean;
        clean.setCharAt(i, '\uFFFD');
      }
    }
    return clean == null ? line : clean.toString();
  }
}
