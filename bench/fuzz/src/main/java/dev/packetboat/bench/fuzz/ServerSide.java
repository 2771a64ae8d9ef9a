package dev.packetboat.bench.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.HostResolver;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.TlsMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What Jazzer calls: one conversation for each input. Whatever the server says, only declared
 * exceptions come, a receipt only for what the server heard to its end and said yes to, and the
 * session says of itself what the failure says of it. What hangs is ended by Jazzer's own timeout.
 */
public final class ServerSide {

  private static final int BACKLOG = 5;
  private static final int PATIENCE_SECONDS = 15;
  private static final Timeouts SHORT =
      Timeouts.builder()
          .all(Duration.ofMillis(100))
          .connect(Duration.ofSeconds(5))
          .quit(Duration.ofMillis(50))
          .build();
  private static final ServerSocket LISTENER = listener();
  private static final Map<String, Integer> COUNTS = new TreeMap<>();

  private final Playback server;
  private final boolean isPatient;

  private ServerSide(Script script) {
    this.server = new Playback(script);
    this.isPatient = script.isPatient();
  }

  /** One conversation. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data)
      throws InterruptedException, ExecutionException {
    boolean lmtp = data.consumeBoolean();
    long early = data.consumeLong() ^ Long.MIN_VALUE; // nothing but zeros means nothing
    long cut = data.consumeLong() ^ Long.MIN_VALUE;
    new ServerSide(Script.of(data.consumeRemainingAsBytes(), early, cut)).converse(lmtp);
    count("conversations");
  }

  /** The end of a run. */
  public static void fuzzerTearDown() {
    System.err.println("bench/fuzz: " + COUNTS);
  }

  private void converse(boolean lmtp) throws InterruptedException, ExecutionException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                server.run(LISTENER);
                over.complete(null);
              } catch (IOException | RuntimeException | Error broken) {
                over.completeExceptionally(broken);
              }
            });
    List<Told> told = call(lmtp);
    try {
      over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stuck) {
      throw new AssertionError("a connection was left open", stuck);
    }
    require(!server.isLeftOpen(), "a connection was left open");
    told.forEach(this::check);
  }

  /** What the client says of a message. */
  private record Told(int number, Receipt receipt) {}

  private static List<Told> call(boolean lmtp) {
    List<Told> told = new ArrayList<>();
    try (SmtpSession session = client(lmtp).connect()) {
      count("sessions");
      one(session, 0, told);
      one(session, 1, told);
      several(session, told);
      noop(session);
    } catch (SmtpException failed) {
      count(failed);
      require(!failed.sessionUsable(), "a session is usable that there never was");
    }
    return told;
  }

  private static SmtpClient client(boolean lmtp) {
    int port = LISTENER.getLocalPort();
    return (lmtp ? SmtpClient.lmtp("mx.test", port) : SmtpClient.relay("mx.test").port(port))
        .hostResolver(HostResolver.known(InetAddress.getLoopbackAddress()))
        .localName("client.test")
        .tls(TlsMode.NONE)
        .timeouts(SHORT)
        .build();
  }

  private static void one(SmtpSession session, int number, List<Told> told) {
    if (!session.isUsable()) {
      return;
    }
    try {
      told.add(new Told(number, session.send(envelope(number), content(number))));
    } catch (SmtpException failed) {
      consistent(failed, session);
    }
  }

  private static void several(SmtpSession session, List<Told> told) {
    if (!session.isUsable()) {
      return;
    }
    List<Sending> sendings = new ArrayList<>();
    try (Pipeline pipeline = session.pipeline()) {
      for (int number = 2; number < 5; number++) {
        sendings.add(pipeline.send(envelope(number), content(number)));
      }
    }
    for (int i = 0; i < sendings.size(); i++) {
      require(sendings.get(i).isDecided(), "a message is not decided");
      try {
        told.add(new Told(i + 2, sendings.get(i).receipt()));
        count("receipts from a pipeline");
      } catch (SmtpException failed) {
        count(failed);
        require(
            failed.sessionUsable() || !session.isUsable(), "the session is usable after " + failed);
      }
    }
  }

  private static void noop(SmtpSession session) {
    if (!session.isUsable()) {
      return;
    }
    try {
      session.noop();
      count("answers to NOOP");
    } catch (SmtpException failed) {
      consistent(failed, session);
    }
  }

  private static void consistent(SmtpException failed, SmtpSession session) {
    count(failed);
    require(
        failed.sessionUsable() == session.isUsable(),
        "the session's own word is " + session.isUsable() + " after " + failed);
  }

  private void check(Told told) {
    count("receipts");
    String ending = ending(told.number());
    require(server.heard(ending), "a receipt for what was not sent: " + told);
    require(told.receipt().reply().isPositive(), "a receipt though it was refused: " + told);
    require(!told.receipt().accepted().isEmpty(), "a receipt for nobody: " + told);
    if (isPatient) {
      int code = told.receipt().reply().code();
      require(server.answered(ending, code), "a receipt by another's reply: " + told);
    }
  }

  private static Envelope envelope(int number) {
    return Envelope.from("joe@client.test").to("r" + number + "@mx.test");
  }

  private static Content content(int number) {
    return Content.of(("Subject: a letter\r\n\r\n" + ending(number)).getBytes(US_ASCII));
  }

  private static String ending(int number) {
    return "This was number " + number + ".\r\n";
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new AssertionError(complaint);
    }
  }

  private static void count(SmtpException failed) {
    count(failed.getClass().getSimpleName());
  }

  private static void count(String what) {
    COUNTS.merge(what, 1, Integer::sum);
  }

  private static ServerSocket listener() {
    try {
      ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      listener.setSoTimeout(PATIENCE_SECONDS * 1000);
      return listener;
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
