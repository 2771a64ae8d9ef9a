package dev.packetboat.testkit.internal.dialogue;

import dev.packetboat.testkit.Dialogue.Pieces;
import dev.packetboat.testkit.internal.wire.Octets;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Plays a dialogue on one connection, and notes what happens. For one thread; the notes are for
 * others afterwards.
 */
public final class Conversation {

  private enum Next {
    STEP,
    TAIL,
    END
  }

  private static final Pattern LEAVING = Pattern.compile("(QUIT|RSET)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BARE_CR_OR_LF = Pattern.compile("(?<!\r)\n|\r(?!\n)");
  private static final Duration CLIENT_MAY_TAKE = Duration.ofSeconds(10);
  private static final Duration CLOSING_MAY_TAKE = Duration.ofSeconds(3);

  private final Wire wire;
  private final Pieces pieces;
  private final Supplier<SSLContext> tls;
  private final CountDownLatch hurry;
  private final List<String> faults = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private final List<String> transcript = new ArrayList<>();
  private Optional<String> unread = Optional.empty();

  /** With {@code hurry} counted down no pause is made any more. */
  public Conversation(Wire wire, Pieces pieces, Supplier<SSLContext> tls, CountDownLatch hurry) {
    this.wire = wire;
    this.pieces = pieces;
    this.tls = tls;
    this.hurry = hurry;
  }

  /**
   * Plays the steps, and with a polite tail answers QUIT, RSET and NOOP afterwards until the client
   * leaves.
   */
  public void play(List<Step> steps, boolean politeTail) throws IOException, InterruptedException {
    wire.patience(CLIENT_MAY_TAKE);
    Next next = playAll(steps);
    if (next != Next.END && politeTail) {
      tail();
    }
    wire.close();
  }

  private Next playAll(List<Step> steps) throws IOException, InterruptedException {
    for (Step step : steps) {
      Next next = play(step);
      if (next != Next.STEP) {
        return next;
      }
    }
    return Next.STEP;
  }

  private Next play(Step step) throws IOException, InterruptedException {
    return switch (step) {
      case Step.Send send -> send(send.octets());
      case Step.Expect expect -> expect(expect.pattern());
      case Step.Perhaps perhaps -> perhaps(perhaps);
      case Step.Content content -> content(content);
      case Step.Pause pause -> pause(pause.time());
      case Step.StartTls handshake -> startTls();
      case Step.Close close -> Next.END;
      case Step.ClientCloses closes -> clientCloses();
    };
  }

  private Next send(byte[] octets) throws InterruptedException {
    transcript.add("S: " + Octets.visible(octets));
    try {
      for (byte[] piece : cut(octets)) {
        wire.write(piece);
        pause(moment());
      }
    } catch (IOException clientIsGone) {
      transcript.add("! not sent: " + clientIsGone.getMessage());
    }
    return Next.STEP;
  }

  private Duration moment() {
    return switch (pieces) {
      case WHOLE -> Duration.ZERO;
      case LINES -> Duration.ofMillis(5);
      case OCTETS -> Duration.ofMillis(1);
    };
  }

  private List<byte[]> cut(byte[] octets) {
    List<byte[]> cut = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= octets.length; to++) {
      boolean border =
          pieces == Pieces.OCTETS || (pieces == Pieces.LINES && octets[to - 1] == '\n');
      if (border || to == octets.length) {
        cut.add(Arrays.copyOfRange(octets, from, to));
        from = to;
      }
    }
    return cut;
  }

  private Next expect(Pattern pattern) {
    Optional<String> line = nextLine();
    if (line.isEmpty()) {
      transcript.add("! the client is gone, expected " + pattern);
      return Next.END;
    }
    if (pattern.matcher(line.get()).find()) {
      return Next.STEP;
    }
    unread = line; // to be answered
    if (!LEAVING.matcher(line.get()).matches()) {
      faults.add("expected /%s/, got \"%s\"".formatted(pattern, line.get()));
    }
    return Next.TAIL;
  }

  private Next perhaps(Step.Perhaps perhaps) throws IOException, InterruptedException {
    Optional<String> line = nextLine();
    if (line.isEmpty()) {
      return Next.END;
    }
    if (!perhaps.pattern().matcher(line.get()).find()) {
      unread = line;
      return Next.STEP;
    }
    if (perhaps.reply().length > 0) {
      send(perhaps.reply());
    }
    return playAll(perhaps.then());
  }

  /** The client's next line; none where it left, was silent too long or broke the connection. */
  private Optional<String> nextLine() {
    if (unread.isPresent()) {
      Optional<String> line = unread;
      unread = Optional.empty();
      return line;
    }
    try {
      byte[] octets = wire.readLine();
      boolean whole = octets.length > 0 && octets[octets.length - 1] == '\n';
      return whole ? Optional.of(line(octets)) : Optional.empty();
    } catch (SocketTimeoutException e) {
      faults.add("the client said nothing for " + CLIENT_MAY_TAKE);
    } catch (IOException e) {
      transcript.add("! " + e.getMessage());
    }
    return Optional.empty();
  }

  private String line(byte[] octets) {
    if (!Octets.isEndedByCrlf(octets)) {
      faults.add("a line that does not end with CRLF: " + Octets.visible(octets));
    }
    String line = Octets.decode(Octets.withoutLineEnd(octets));
    transcript.add("C: " + line);
    lines.add(line);
    return line;
  }

  private Next content(Step.Content expected) {
    byte[] octets;
    try {
      octets = wire.readContent();
    } catch (SocketTimeoutException e) {
      faults.add("the client said nothing in content for " + CLIENT_MAY_TAKE);
      return Next.END;
    } catch (IOException e) {
      transcript.add("! " + e.getMessage());
      return Next.END;
    }
    contents.add(octets);
    transcript.add("C: (content of " + octets.length + " octets)");
    String text = new String(octets, StandardCharsets.UTF_8);
    if (expected.pattern().isPresent() && !expected.pattern().get().matcher(text).find()) {
      faults.add("the content does not match /" + expected.pattern().get() + "/");
    }
    if (!text.endsWith(expected.end())) {
      faults.add(
          "the content does not end with \""
              + expected.end()
              + "\" but is \""
              + Octets.visible(octets)
              + "\"");
    }
    if (BARE_CR_OR_LF.matcher(text).find()) {
      faults.add("a bare CR or LF in the content");
    }
    return Next.STEP;
  }

  private Next pause(Duration time) throws InterruptedException {
    hurry.await(time.toNanos(), TimeUnit.NANOSECONDS);
    return Next.STEP;
  }

  private Next startTls() {
    try {
      transcript.add("! handshake " + wire.startTls(tls.get(), true).getProtocol());
      return Next.STEP;
    } catch (IOException e) {
      transcript.add("! handshake failed: " + e.getMessage());
      return Next.END;
    }
  }

  private Next clientCloses() throws IOException {
    wire.patience(CLOSING_MAY_TAKE);
    try {
      while (wire.read() >= 0) {
        // What it says before it closes does not count.
      }
    } catch (SocketTimeoutException e) {
      faults.add("the client did not close the connection");
    } catch (IOException e) {
      transcript.add("! " + e.getMessage());
    }
    return Next.END;
  }

  private void tail() throws InterruptedException {
    for (Optional<String> line = nextLine(); line.isPresent(); line = nextLine()) {
      switch (line.get().toUpperCase(Locale.ROOT)) {
        case "QUIT" -> {
          send(Octets.line("221 bye"));
          return;
        }
        case "RSET", "NOOP" -> send(Octets.line("250 ok"));
        default -> send(Octets.line("503 unexpected"));
      }
    }
  }

  /** Adds a fault for each line of the client that contains a match. */
  public void forbid(List<Pattern> patterns) {
    for (Pattern pattern : patterns) {
      lines.stream()
          .filter(line -> pattern.matcher(line).find())
          .forEach(
              line ->
                  faults.add("the client sent \"%s\", forbidden by /%s/".formatted(line, pattern)));
    }
  }

  public List<String> faults() {
    return faults;
  }

  public List<String> lines() {
    return lines;
  }

  public List<byte[]> contents() {
    return contents;
  }

  public List<String> transcript() {
    return transcript;
  }
}
