package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.dialogue.Conversation;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Plays one {@link Dialogue} with the first client that connects to its port on the loopback
 * address, and reports how it went. It judges nothing by itself: a client that leaves the dialogue
 * shows in the {@linkplain DialogueReport#faults faults}.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="dialogue-server" :
 * try (DialogueServer server = DialogueServer.play(dialogue)) {
 *   sendUntilRefused(server.host(), server.port());
 *   assertThat(server.report().faults()).isEmpty();
 * }
 * }
 *
 * <p>Safe for use by several threads.
 */
public final class DialogueServer implements AutoCloseable {

  private static final int CLIENT_COMES_WITHIN_MILLIS = 10_000;

  private final Dialogue dialogue;
  private final Supplier<SSLContext> tls;
  private final ServerSocket listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<DialogueReport> report;

  private DialogueServer(Dialogue dialogue, Supplier<SSLContext> tls) throws IOException {
    this.dialogue = dialogue;
    this.tls = tls;
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(CLIENT_COMES_WITHIN_MILLIS);
    report = CompletableFuture.supplyAsync(this::run, Thread::startVirtualThread);
  }

  /**
   * Starts a server; where the dialogue has a handshake, it vouches for itself as {@code
   * localhost}.
   */
  public static DialogueServer play(Dialogue dialogue) {
    return start(
        dialogue, () -> TestCertificates.selfSigned("localhost", "127.0.0.1").sslContext());
  }

  /** Starts a server that shakes hands with this identity. */
  public static DialogueServer play(Dialogue dialogue, TestIdentity identity) {
    return start(dialogue, identity::sslContext);
  }

  private static DialogueServer start(Dialogue dialogue, Supplier<SSLContext> tls) {
    try {
      return new DialogueServer(dialogue, tls);
    } catch (IOException e) {
      throw new UncheckedIOException("no port to listen at", e);
    }
  }

  /** The address at which the server listens, as a client would be given it. */
  public String host() {
    return listener.getInetAddress().getHostAddress();
  }

  /** The port at which the server listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Waits until the conversation is over, and tells how it went. */
  public DialogueReport report() {
    return report.join();
  }

  /**
   * Waits until the conversation is over; pauses of the dialogue are cut short, and no client can
   * begin one.
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    report.join();
  }

  private DialogueReport run() {
    try (Socket socket = listener.accept()) {
      listener.close(); // further connections are refused
      return converse(new Wire(socket));
    } catch (SocketTimeoutException | SocketException nobody) {
      return new DialogueReport(List.of("no client came"), List.of(), List.of(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private DialogueReport converse(Wire wire) throws IOException, InterruptedException {
    Conversation conversation = new Conversation(wire, dialogue.pieces(), tls, closing);
    conversation.play(dialogue.steps(), dialogue.politeTail());
    conversation.forbid(dialogue.forbidden());
    return new DialogueReport(
        conversation.faults(),
        conversation.lines(),
        conversation.contents(),
        conversation.transcript());
  }
}
