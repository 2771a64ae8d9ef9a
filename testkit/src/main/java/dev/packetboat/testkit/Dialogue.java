package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.dialogue.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One side of a conversation with a client of which not every word is known: patterns instead of
 * lines, and lines that may be missing. A {@link DialogueServer} plays it. Where the client's words
 * are known to the letter a {@link ScriptedServer} is easier to read.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="dialogue" :
 * Dialogue dialogue =
 *     Dialogue.builder()
 *         .send("220 mx.test\r\n")
 *         .expect("^EHLO ")
 *         .send("250 mx.test\r\n")
 *         .perhaps("^NOOP", "250 ok\r\n")
 *         .expect("^MAIL FROM:<joe@client\\.test>")
 *         .send("451 later\r\n")
 *         .mustNotSend("^DATA")
 *         .build();
 * }
 *
 * <p>Immutable. Patterns for lines are searched for anywhere in the line, in any case.
 */
public final class Dialogue {

  /** In which pieces the server sends. */
  public enum Pieces {
    /** As one write for each step. */
    WHOLE,
    /** Each line by itself, with a moment between them. */
    LINES,
    /** Each octet by itself, with a moment between them. */
    OCTETS
  }

  private final List<Step> steps;
  private final List<Pattern> forbidden;
  private final Pieces pieces;
  private final boolean politeTail;

  private Dialogue(Builder builder) {
    steps = List.copyOf(builder.steps);
    forbidden = List.copyOf(builder.forbidden);
    pieces = builder.pieces;
    politeTail = builder.politeTail;
  }

  /** A dialogue in which nobody has said anything yet. */
  public static Builder builder() {
    return new Builder();
  }

  List<Step> steps() {
    return steps;
  }

  List<Pattern> forbidden() {
    return forbidden;
  }

  Pieces pieces() {
    return pieces;
  }

  boolean politeTail() {
    return politeTail;
  }

  /** Puts a dialogue together, step by step. Not safe for use by several threads. */
  public static final class Builder {

    private final List<Step> steps = new ArrayList<>();
    private final List<Pattern> forbidden = new ArrayList<>();
    private Pieces pieces = Pieces.WHOLE;
    private boolean politeTail = true;

    private Builder() {}

    /** The server sends this text in UTF-8; it has its line ends in it. */
    public Builder send(String text) {
      return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The server sends these octets. */
    public Builder send(byte[] octets) {
      return add(new Step.Send(octets.clone()));
    }

    /**
     * The client's next line has to match. Another is a fault, unless it is QUIT or RSET, and the
     * server goes on to its last part, where it is answered.
     */
    public Builder expect(String regex) {
      return add(new Step.Expect(anyCase(regex)));
    }

    /** If the client's next line matches, it gets this reply; if not, it is for the next step. */
    public Builder perhaps(String regex, String reply) {
      return perhaps(regex, reply, then -> {});
    }

    /**
     * If the client's next line matches, it gets this reply, and what is said then; if not, it is
     * for the next step.
     */
    public Builder perhaps(String regex, String reply, Consumer<Builder> then) {
      Builder inner = new Builder();
      then.accept(inner);
      byte[] octets = reply.getBytes(StandardCharsets.UTF_8);
      return add(new Step.Perhaps(anyCase(regex), octets, List.copyOf(inner.steps)));
    }

    /** The client sends content up to the lone dot. Bare CR and LF in it are a fault. */
    public Builder content() {
      return contentEndingWith("");
    }

    /**
     * The client sends content that ends so: as on the wire, dots stuffed, without the lone dot.
     */
    public Builder contentEndingWith(String end) {
      return add(new Step.Content(end, Optional.empty()));
    }

    /** The client sends content that matches somewhere. */
    public Builder contentMatching(String regex) {
      return add(new Step.Content("", Optional.of(Pattern.compile(regex))));
    }

    /** The server waits. */
    public Builder pause(Duration time) {
      return add(new Step.Pause(time));
    }

    /**
     * The handshake takes place, with what {@link DialogueServer#play(Dialogue, TestIdentity)} was
     * given.
     */
    public Builder startTls() {
      return add(new Step.StartTls());
    }

    /** The server closes the connection. */
    public Builder close() {
      return add(new Step.Close());
    }

    /** The client has to close the connection within three seconds. */
    public Builder clientCloses() {
      return add(new Step.ClientCloses());
    }

    /**
     * After the last step the server closes, instead of answering QUIT, RSET and NOOP until the
     * client leaves.
     */
    public Builder thenClose() {
      politeTail = false;
      return this;
    }

    /** In which pieces the server sends; whole unless said. */
    public Builder pieces(Pieces pieces) {
      this.pieces = pieces;
      return this;
    }

    /** No line of the client may contain a match, in this case of letters. */
    public Builder mustNotSend(String regex) {
      forbidden.add(Pattern.compile(regex));
      return this;
    }

    /** The dialogue. */
    public Dialogue build() {
      return new Dialogue(this);
    }

    private Builder add(Step step) {
      steps.add(step);
      return this;
    }

    private static Pattern anyCase(String regex) {
      return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
  }
}
