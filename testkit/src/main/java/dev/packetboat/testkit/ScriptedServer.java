package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.script.Deviation;
import dev.packetboat.testkit.internal.script.Player;
import dev.packetboat.testkit.internal.script.Script;
import dev.packetboat.testkit.internal.script.Stage;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback address that plays a script, and fails the test where the client leaves
 * it: the script is the assertion.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="script" :
 * try (var server =
 *     ScriptedServer.play(
 *         """
 *         S: 220 mx.test ready
 *         C: EHLO client.test
 *         S: 250-mx.test
 *         S: 250 PIPELINING
 *         C: MAIL FROM:<joe@client.test>
 *         C: RCPT TO:<ann@mx.test>
 *         C: DATA
 *         S: 250 sender ok
 *         S: 550 5.1.1 no such user
 *         S: 503 no recipients
 *         C: QUIT
 *         S: 221 bye
 *         """)) {
 *   sendGroup(server.host(), server.port());
 * } // close() throws AssertionError where the client left the script
 * }
 *
 * <p>A line of a script is one of these; empty lines and lines that begin with {@code #} are for
 * the reader:
 *
 * <table>
 * <caption>Lines of a script</caption>
 * <tr><th>line</th><th>meaning</th></tr>
 * <tr><td>{@code S: text}</td><td>the server sends this text and CRLF. Lines of the server that follow each other are
 *     written at once, and none before all that the client has to say in front of them was read: so a group of {@code C:}
 *     lines proves that the client sent it without waiting.</td></tr>
 * <tr><td>{@code S\ octets}</td><td>the server sends just these octets, no line end added; {@code \r \n \t \0 \\} and
 *     {@code \xNN} are octets</td></tr>
 * <tr><td>{@code C: text}</td><td>the client's next line is exactly this one, ended by CRLF. Content is lines as well, dots
 *     stuffed, up to {@code C: .}</td></tr>
 * <tr><td>{@code C~ regex}</td><td>the client's next line matches as a whole</td></tr>
 * <tr><td>{@code C\ octets}</td><td>the client's next octets are these, with escapes as above</td></tr>
 * <tr><td>{@code [content]}</td><td>the client's octets up to and with the lone dot are read, and kept for {@link
 *     #content}</td></tr>
 * <tr><td>{@code [content 1234]}</td><td>so many octets are read and kept</td></tr>
 * <tr><td>{@code [tls]}, {@code [tls fails]}</td><td>the handshake takes place now; the client does not complete it</td></tr>
 * <tr><td>{@code [drip]}</td><td>from here on the server sends every octet by itself</td></tr>
 * <tr><td>{@code [hold NAME]}</td><td>the server goes on when the test calls {@link #release}; see {@link
 *     #awaitReached}</td></tr>
 * <tr><td>{@code [client closes]}</td><td>the client closes the connection and says nothing before that</td></tr>
 * <tr><td>{@code [close]}, {@code [reset]}</td><td>the server closes the connection with FIN or with RST</td></tr>
 * <tr><td>{@code [stall]}, {@code [stall NAME]}</td><td>the server neither reads nor writes until it is closed</td></tr>
 * <tr><td>{@code [connection]}</td><td>what follows is for the next connection</td></tr>
 * </table>
 *
 * <p>After the last line for a connection the server closes its side, as after 221, and the client
 * may close its own but say nothing more. Text is UTF-8 on the wire. The server gives up where the
 * client does nothing for {@linkplain Builder#patience ten seconds}: a test fails, and does not
 * hang.
 *
 * <p>Safe for use by several threads.
 */
public final class ScriptedServer implements AutoCloseable {

  private final Script script;
  private final Stage stage;
  private final ServerSocket listener;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Wire> wires = new CopyOnWriteArrayList<>();
  private final List<Player> players = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> played = new ArrayList<>();
  private final List<String> deviations = new CopyOnWriteArrayList<>();
  private final AtomicBoolean reported = new AtomicBoolean();

  private ScriptedServer(Builder builder) throws IOException {
    script = builder.script;
    stage = new Stage(script.names(), Optional.ofNullable(builder.tls), builder.patience);
    for (int i = 0; i < script.connections(); i++) {
      played.add(new CompletableFuture<>());
    }
    listener = new ServerSocket();
    if (script.stalls()) {
      listener.setReceiveBufferSize(4096);
    }
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    threads.add(Thread.ofVirtual().name("scripted-server-" + port()).start(this::accept));
  }

  /**
   * Starts a server that plays the script, at a free port of the loopback address.
   *
   * @throws IllegalArgumentException where the script has a line that is none; names the line
   */
  public static ScriptedServer play(String script) {
    return script(script).start();
  }

  /**
   * A server to be, for which more than the script is to be said.
   *
   * @throws IllegalArgumentException where the script has a line that is none; names the line
   */
  public static Builder script(String script) {
    return new Builder(Script.parse(script));
  }

  /** The address at which the server listens, as a client would be given it. */
  public String host() {
    return listener.getInetAddress().getHostAddress();
  }

  /** The port at which the server listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Waits until the server stands at {@code [hold name]} or {@code [stall name]}.
   *
   * @throws AssertionError when it does not come there in time
   */
  public void awaitReached(String name) {
    try {
      if (!stage.awaitReached(name)) {
        fail("the script did not come to \"" + name + "\" within " + stage.patience());
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Lets the server go on from {@code [hold name]}, also before it came there. */
  public void release(String name) {
    stage.release(name);
  }

  /**
   * What a {@code [content]} of the script read, counted from 0: as it was on the wire, dots still
   * stuffed, without the lone dot.
   *
   * @throws IndexOutOfBoundsException when that content was not read (yet)
   */
  public byte[] content(int index) {
    return stage.contents().get(index).clone();
  }

  /** What was said up to now: a line for each, and an empty line between connections. */
  public String transcript() {
    return players.stream()
        .map(player -> String.join("\n", player.transcript()))
        .collect(Collectors.joining("\n\n"));
  }

  /**
   * Waits until the script has been played to its end.
   *
   * @throws AssertionError where the client left the script, or stopped before its end
   */
  public void await() {
    for (int i = 0; i < played.size(); i++) {
      await(i);
    }
    report();
  }

  /** Waits as {@link #await} does, then closes all connections and leaves no thread behind. */
  @Override
  public void close() {
    try {
      for (int i = 0; i < played.size(); i++) {
        await(i);
      }
    } finally {
      shutDown();
    }
    report();
  }

  private void await(int connection) {
    try {
      if (connection >= players.size() && !deviations.isEmpty()) {
        return; // it will not come any more, and there is a better reason to report
      }
      if (connection >= players.size()) {
        played.get(connection).get(stage.patience().toMillis(), TimeUnit.MILLISECONDS);
      } else {
        played.get(connection).get();
      }
    } catch (TimeoutException e) {
      if (connection < players.size()) {
        await(connection);
      } else if (deviations.isEmpty()) {
        deviations.add("connection " + (connection + 1) + " of the script was never made");
      }
    } catch (ExecutionException e) {
      throw new AssertionError("the server itself failed", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void shutDown() {
    stage.close();
    try {
      listener.close();
      for (Wire wire : wires) {
        wire.stopReading();
      }
      for (int i = 0; i < threads.size(); i++) { // the first thread, while it lives, adds others
        threads.get(i).join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void report() {
    if (!deviations.isEmpty() && reported.compareAndSet(false, true)) {
      fail(String.join("\n\n", deviations));
    }
  }

  private void fail(String reason) {
    reported.set(true);
    String other =
        deviations.stream()
            .filter(each -> !reason.contains(each))
            .collect(Collectors.joining("\n\n"));
    throw new AssertionError(
        Stream.of(reason, other).filter(s -> !s.isEmpty()).collect(Collectors.joining("\n\n")));
  }

  private static AssertionError interrupted() {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted while waiting for the script");
  }

  private void accept() {
    try {
      for (int connection = 0; ; connection++) {
        welcome(connection, listener.accept());
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        deviations.add("no connection can be accepted: " + e.getMessage());
      }
    }
  }

  private void welcome(int connection, Socket socket) throws IOException {
    if (connection >= script.connections()) {
      deviations.add("a connection more than the script has: " + (connection + 1));
      socket.close();
      return;
    }
    Wire wire = new Wire(socket);
    wires.add(wire);
    Player player = new Player(script, connection, wire, stage);
    players.add(player);
    threads.add(
        Thread.ofVirtual()
            .name("scripted-server-" + port() + "-" + connection)
            .start(() -> play(player, wire, played.get(connection))));
  }

  private void play(Player player, Wire wire, CompletableFuture<Void> done) {
    try (wire) {
      wire.patience(stage.patience());
      player.play();
      done.complete(null);
      player.end();
    } catch (Deviation deviation) {
      deviations.add(Objects.requireNonNull(deviation.getMessage()));
      done.complete(null);
    } catch (IOException | InterruptedException e) {
      done.completeExceptionally(e);
    } finally {
      done.completeExceptionally(new IllegalStateException("see the stack trace of its thread"));
    }
  }

  /** A scripted server before it starts. Not safe for use by several threads. */
  public static final class Builder {

    private final Script script;
    private @Nullable SSLContext tls;
    private Duration patience = Duration.ofSeconds(10);

    private Builder(Script script) {
      this.script = script;
    }

    /** Who the server is when it shakes hands at {@code [tls]}. */
    public Builder tls(TestIdentity identity) {
      return tls(identity.sslContext());
    }

    /** With what the server shakes hands at {@code [tls]}. */
    public Builder tls(SSLContext context) {
      tls = context;
      return this;
    }

    /**
     * How long the client may take for any one line, and the test for a hold; ten seconds unless
     * said.
     */
    public Builder patience(Duration patience) {
      if (!patience.isPositive()) {
        throw new IllegalArgumentException("patience of " + patience);
      }
      this.patience = patience;
      return this;
    }

    /**
     * Starts the server at a free port of the loopback address.
     *
     * @throws IllegalStateException when the script has a handshake and nothing to shake hands with
     */
    public ScriptedServer start() {
      if (script.shakesHands() && tls == null) {
        throw new IllegalStateException(
            "[tls] needs a certificate: ScriptedServer.script(...).tls(...)");
      }
      try {
        return new ScriptedServer(this);
      } catch (IOException e) {
        throw new UncheckedIOException("no port to listen at", e);
      }
    }
  }
}
