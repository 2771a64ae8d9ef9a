package dev.packetboat.smtp;

import java.io.PrintStream;

/**
 * Is told each line of a conversation as it crosses the wire, without line ends. Secrets are
 * redacted before: a transcript can be shown to anybody. Content is told as its size only. Called
 * on the thread that holds the conversation; what it throws is logged and does no harm.
 *
 * <pre>{@code
 * SmtpClient.relay("mx.example.com").transcript(Transcript.to(System.err))
 * }</pre>
 */
public interface Transcript {

  /** A line that we sent. */
  void client(String line);

  /** A line that the server sent. */
  void server(String line);

  /** Something that happened which is no line, such as a TLS handshake or the content. */
  void note(String text);

  /** Writes {@code C: }, {@code S: } and {@code -- } lines. */
  static Transcript to(PrintStream out) {
    return new Transcript() {
      @Override
      public void client(String line) {
        out.println("C: " + line);
      }

      @Override
      public void server(String line) {
        out.println("S: " + line);
      }

      @Override
      public void note(String text) {
        out.println("-- " + text);
      }
    };
  }

  /** Tells nobody. */
  static Transcript none() {
    return Silent.INSTANCE;
  }

  /** See {@link #none()}. */
  enum Silent implements Transcript {
    INSTANCE;

    @Override
    public void client(String line) {}

    @Override
    public void server(String line) {}

    @Override
    public void note(String text) {}
  }
}
