package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.internal.server.Site.Speaker;
import dev.packetboat.testkit.internal.wire.Octets;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines to and from one client. Replies leave together when there is nothing left to read, as a
 * client that sends its commands in groups hopes. For one thread.
 */
final class Talk {

  /** A line that is none; the session can go on. */
  static final class BadLine extends Exception {

    private static final long serialVersionUID = 1;

    BadLine(String message) {
      super(message);
    }
  }

  /** The client has closed the connection. */
  static final class ClientGone extends IOException {

    private static final long serialVersionUID = 1;
  }

  // RFC 5321 §4.5.3.1.4 asks for 512 octets, which the extensions raise; RFC 4954 §4 asks for 12288
  // in AUTH
  private static final int LONGEST_LINE = 12288;
  private static final int LONGEST_TRANSCRIPT = 500;

  private final Wire wire;
  private final Site site;
  private final int connection;
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
  private List<String> transcript = new ArrayList<>();

  Talk(Wire wire, Site site, int connection) {
    this.wire = wire;
    this.site = site;
    this.connection = connection;
  }

  Wire wire() {
    return wire;
  }

  Command nextCommand() throws IOException, BadLine {
    Command command = Command.of(nextLine());
    note(Speaker.CLIENT, command.redacted());
    return command;
  }

  /** The next line, which is not shown to anybody. */
  String nextSecret() throws IOException, BadLine {
    note(Speaker.CLIENT, "(secret)");
    return nextLine();
  }

  private String nextLine() throws IOException, BadLine {
    if (!wire.hasLineAhead()) {
      flush();
    }
    byte[] line = wire.readLine(LONGEST_LINE);
    if (line.length == 0) {
      throw new ClientGone();
    }
    if (line.length == LONGEST_LINE) {
      throw new BadLine("line too long");
    }
    if (!Octets.isEndedByCrlf(line)) {
      throw new BadLine("a line ends with CRLF"); // RFC 5321 §2.3.8
    }
    String text = Octets.decode(Octets.withoutLineEnd(line));
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new BadLine("a control character in a command");
    }
    return text;
  }

  void say(Reply reply) {
    for (String line : reply.lines()) {
      unsent.writeBytes(Octets.line(line));
      note(Speaker.SERVER, line);
    }
  }

  /** The first half of a reply, which may end within a line. */
  void sayHalf(Reply reply) throws IOException {
    flush();
    say(reply);
    byte[] octets = takeUnsent();
    unsent.write(octets, 0, octets.length / 2);
  }

  void flush() throws IOException {
    if (unsent.size() > 0) {
      wire.write(takeUnsent());
    }
  }

  /** Sends what was said, unless so many octets have come already. */
  void flushUnlessAhead(long octets) throws IOException {
    if (wire.readAhead().length < octets) {
      flush();
    }
  }

  /** What is to be sent next, which somebody else sends. */
  byte[] takeUnsent() {
    byte[] octets = unsent.toByteArray();
    unsent.reset();
    return octets;
  }

  void note(Speaker speaker, String line) {
    if (transcript.size() < LONGEST_TRANSCRIPT) {
      transcript.add((speaker == Speaker.CLIENT ? "C: " : "S: ") + line);
    }
    site.said(connection, speaker, line);
  }

  /** The lines since the last call. */
  List<String> takeTranscript() {
    List<String> taken = transcript;
    transcript = new ArrayList<>();
    return taken;
  }
}
