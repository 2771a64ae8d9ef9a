package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.Transcript;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners and transcripts that throw nothing. Whatever happens in those of the application, a
 * server may have the message already, and who sent it has to be told so.
 */
final class Guarded {

  private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);

  private Guarded() {}

  static SmtpListener of(SmtpListener listener) {
    return listener instanceof Listener ? listener : new Listener(listener);
  }

  static Transcript of(Transcript transcript) {
    return transcript instanceof Lines || transcript.equals(Transcript.none())
        ? transcript
        : new Lines(transcript);
  }

  private static <T> void tell(Consumer<T> whom, T what) {
    try {
      whom.accept(what);
    } catch (RuntimeException | Error fault) {
      LOG.warn("a listener or transcript failed at {}", what, fault);
    }
  }

  private record Listener(SmtpListener listener) implements SmtpListener {

    @Override
    public void onEvent(SmtpEvent event) {
      tell(listener::onEvent, event);
    }
  }

  private record Lines(Transcript transcript) implements Transcript {

    @Override
    public void client(String line) {
      tell(transcript::client, line);
    }

    @Override
    public void server(String line) {
      tell(transcript::server, line);
    }

    @Override
    public void note(String text) {
      tell(transcript::note, text);
    }
  }
}
