package dev.packetboat.testkit.internal.script;

import dev.packetboat.testkit.internal.wire.Octets;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plays one connection of a script. One thread plays; any thread may ask for the transcript. */
public final class Player {

  private final List<ScriptLine> script;
  private final Wire wire;
  private final Stage stage;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();

  /** A player of the connection with this index, counted from 0. */
  public Player(Script script, int connection, Wire wire, Stage stage) {
    this.script = script.connection(connection);
    this.wire = wire;
    this.stage = stage;
  }

  /** Plays from the first line of the script to the last. */
  public void play() throws Deviation, InterruptedException {
    for (ScriptLine line : script) {
      if (!(line.step() instanceof Step.Say)) {
        send();
      }
      perform(line);
    }
    send();
  }

  /** After the last line: the server has no more to say, and the client must not. */
  public void end() throws Deviation, InterruptedException {
    switch (script.getLast().step()) {
      case Step.Stall stall -> stage.awaitClosing();
      case Step.Last closed -> {}
      case Step.ClientCloses closed -> {}
      default -> expectNoMore();
    }
  }

  /** What was said up to now, a line for each. */
  public List<String> transcript() {
    return List.copyOf(said);
  }

  private void perform(ScriptLine line) throws Deviation, InterruptedException {
    try {
      switch (line.step()) {
        case Step.Say say -> say(say, line);
        case Step.Line expected -> readLine(line, expected.text());
        case Step.Match match -> readMatch(line, match);
        case Step.Raw raw -> readRaw(line, raw.octets());
        case Step.Content content -> readContent(content.size());
        case Step.Tls tls -> shakeHands(tls);
        case Step.Drip drip -> drip(line);
        case Step.Hold hold -> hold(line, hold.name());
        case Step.ClientCloses closes -> readEnd(line);
        case Step.Last last -> last(line, last);
      }
    } catch (SocketTimeoutException e) {
      throw deviation(
          quoted(wire.unfinishedLine(), "(nothing)"), "nothing more came for " + stage.patience());
    } catch (IOException e) {
      throw deviation(
          "(the client closed the connection)", "the connection ended: " + e.getMessage());
    }
  }

  private void say(Step.Say say, ScriptLine line) {
    unsent.writeBytes(say.octets());
    said.add(line.text());
  }

  /**
   * Lines of the server that follow each other leave in one write, so that one packet can carry
   * them.
   */
  private void send() {
    if (unsent.size() == 0) {
      return;
    }
    try {
      wire.write(unsent.toByteArray());
    } catch (IOException clientIsGone) {
      // A client may leave without waiting for an answer; what it still owes is missed at the next
      // read.
      said.set(said.size() - 1, said.getLast() + " (not sent: " + clientIsGone.getMessage() + ")");
    } finally {
      unsent.reset();
    }
  }

  private void readLine(ScriptLine line, String expected) throws IOException, Deviation {
    String received = nextLine();
    if (!received.equals(expected)) {
      throw deviation("C: " + received, unlike(line, "C: " + received));
    }
    said.add("C: " + received);
  }

  private void readMatch(ScriptLine line, Step.Match match) throws IOException, Deviation {
    String received = nextLine();
    if (!match.pattern().matcher(received).matches()) {
      throw deviation("C: " + received, unlike(line, "C: " + received));
    }
    said.add("C: " + received);
  }

  private String nextLine() throws IOException, Deviation {
    byte[] received = wire.readLine();
    if (received.length == 0) {
      throw new EOFException("the client closed it");
    }
    if (!Octets.isEndedByCrlf(received)) {
      throw deviation(
          quoted(received, ""), "a line that does not end with CRLF: " + Octets.visible(received));
    }
    return Octets.decode(Octets.withoutLineEnd(received));
  }

  private void readRaw(ScriptLine line, byte[] expected) throws IOException, Deviation {
    byte[] received = wire.readOctets(expected.length);
    if (!Arrays.equals(received, expected)) {
      throw deviation(quoted(received, ""), unlike(line, quoted(received, "")));
    }
    said.add(quoted(received, ""));
  }

  private void readContent(OptionalInt size) throws IOException {
    byte[] content = size.isPresent() ? wire.readOctets(size.getAsInt()) : wire.readContent();
    stage.keep(content);
    said.add("(content of " + content.length + " octets)");
  }

  private void shakeHands(Step.Tls tls) throws Deviation {
    String outcome;
    boolean failed = false;
    try {
      outcome = "(handshake: " + wire.startTls(stage.tls(), true).getProtocol() + ")";
    } catch (IOException e) {
      failed = true;
      outcome = "(handshake failed: " + e.getMessage() + ")";
    }
    if (failed == tls.succeeds()) {
      throw deviation(
          outcome, "the handshake should have " + (failed ? "succeeded " : "failed ") + outcome);
    }
    said.add(outcome);
  }

  private void drip(ScriptLine line) {
    wire.drip();
    said.add(line.text());
  }

  private void hold(ScriptLine line, String name) throws Deviation, InterruptedException {
    stage.reached(name);
    if (!stage.awaitReleased(name)) {
      throw deviation(
          "(still held)",
          "the test did not release " + line.text() + " within " + stage.patience());
    }
    said.add(line.text());
  }

  private void readEnd(ScriptLine line) throws Deviation, SocketTimeoutException {
    byte[] received = readIfOpen();
    if (received.length > 0) {
      throw deviation(quoted(received, ""), unlike(line, quoted(received, "")));
    }
    said.add(line.text());
  }

  /** The client's next line, or nothing when the connection ended, be it by FIN or by RST. */
  private byte[] readIfOpen() throws SocketTimeoutException {
    try {
      return wire.readLine();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      return new byte[0];
    }
  }

  private void last(ScriptLine line, Step.Last last) throws IOException {
    said.add(line.text());
    switch (last) {
      case Step.Close close -> wire.close();
      case Step.Reset reset -> wire.reset();
      case Step.Stall stall -> {
        if (!stall.name().isEmpty()) {
          stage.reached(stall.name());
        }
      }
    }
  }

  private void expectNoMore() throws Deviation {
    byte[] received;
    try {
      wire.patience(Duration.ZERO);
      wire.finishWriting();
      received = wire.readLine();
    } catch (IOException closed) {
      return;
    }
    if (received.length > 0) {
      throw deviation("", "the client said more than the script: " + quoted(received, ""));
    }
  }

  private static String unlike(ScriptLine expected, String received) {
    return "not what the script says\n  expected  " + expected.text() + "\n  received  " + received;
  }

  private static String quoted(byte[] octets, String ifEmpty) {
    if (octets.length == 0) {
      return ifEmpty;
    }
    String line = Octets.visible(Octets.withoutLineEnd(octets));
    return Octets.isEndedByCrlf(octets) ? "C: " + line : "C\\ " + Octets.visible(octets);
  }

  private Deviation deviation(String received, String reason) {
    int at = Math.min(said.size(), script.size() - 1);
    said.add(received);
    String ahead = Octets.visible(wire.readAhead());
    return new Deviation(
        "the client left the script at its line %d: %s%s\n\n%s"
            .formatted(
                script.get(at).number(),
                reason,
                ahead.isEmpty() ? "" : "\n  and then  " + ahead,
                SideBySide.of(script, said)));
  }
}
