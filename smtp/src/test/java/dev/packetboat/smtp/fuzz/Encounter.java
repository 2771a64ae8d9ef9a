package dev.packetboat.smtp.fuzz;

import dev.packetboat.smtp.SmtpSession;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** A caller, and the server that it happened to reach. */
final class Encounter {

  private static final int PATIENCE_SECONDS = 60;

  /** One connection; the second tape is that of what was said encrypted. */
  record Connection(Manners manners, Tape clear, Tape encrypted, CompletableFuture<Void> over) {}

  final long seed;
  final long number;
  final Manners manners;
  final Claims claims = new Claims();
  final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final SSLContext tls;
  private final Chance disturbances;
  private final CountDownLatch callerDone = new CountDownLatch(1);
  private final List<Thread> others = new CopyOnWriteArrayList<>();
  private volatile Optional<SmtpSession> session = Optional.empty();
  private volatile boolean disturbed;
  private final Thread caller;

  Encounter(long seed, long number, int port, SSLContext tls) {
    this.seed = seed;
    this.number = number;
    this.tls = tls;
    this.disturbances = chance(1);
    this.manners = Manners.of(chance(2));
    Caller acts = new Caller(this, chance(0));
    this.caller =
        Thread.ofVirtual()
            .name("caller-" + number)
            .unstarted(
                () -> {
                  try {
                    acts.run(port);
                  } catch (RuntimeException | Error uncaught) {
                    // Whoever uses what another thread closes meanwhile is told so like this.
                    boolean isTold = disturbed && uncaught instanceof IllegalStateException;
                    if (!isTold) {
                      claims.complaints.add("uncaught: " + trace(uncaught));
                    }
                  } finally {
                    callerDone.countDown();
                  }
                });
  }

  private Chance chance(int role) {
    return Chance.of(seed, number * 16 + role);
  }

  /** Lets it happen, and gives what is wrong with it: nothing, one hopes. */
  List<String> run() throws InterruptedException {
    caller.start();
    if (!caller.join(java.time.Duration.ofSeconds(PATIENCE_SECONDS))) {
      return List.of("it hangs: " + Arrays.toString(caller.getStackTrace()));
    }
    for (Connection connection : connections) {
      if (!isOver(connection)) {
        return List.of("a connection was left open");
      }
    }
    for (Thread other : others) {
      other.join();
    }
    return new Judge(this).complaints();
  }

  private static boolean isOver(Connection connection) throws InterruptedException {
    try {
      connection.over().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException stuck) {
      return false;
    }
  }

  /** The server's side of a new connection. */
  void accept(Socket socket) throws IOException {
    Chance chance = chance(3 + connections.size());
    Tape clear = new Tape();
    Tape encrypted = new Tape();
    Peer peer = new Peer(socket, clear);
    Voice voice = new Voice(peer, manners, chance, callerDone, this::disturb);
    Talk talk = new Talk(peer, manners, chance, voice, other -> other.encrypt(tls, encrypted));
    Connection connection = new Connection(manners, clear, encrypted, new CompletableFuture<>());
    connections.add(connection);
    Thread.ofVirtual()
        .name("server-" + number)
        .start(
            () -> {
              try {
                talk.run();
                connection.over().complete(null);
              } catch (RuntimeException | Error uncaught) {
                connection.over().completeExceptionally(uncaught);
              } finally {
                peer.close();
              }
            });
  }

  void connected(SmtpSession opened) {
    session = Optional.of(opened);
  }

  /** Another thread of the application does something to the caller. */
  private void disturb() {
    disturbed = true;
    switch (disturbances.below(3)) {
      case 0 -> session.ifPresent(SmtpSession::cancel);
      case 1 -> caller.interrupt();
      default -> session.ifPresent(open -> others.add(Thread.ofVirtual().start(open::close)));
    }
  }

  boolean isDisturbed() {
    return disturbed;
  }

  /** A session that cannot be used has hung up by itself: waits until the server has seen that. */
  void awaitHangUp() {
    Connection last = connections.getLast();
    boolean listens =
        last.manners().fault().filter(fault -> fault.kind() == Fault.Kind.DEAFNESS).isEmpty();
    if (!listens) {
      return;
    }
    try {
      if (!isOver(connections.getLast())) {
        claims.complaints.add("the session is not usable, and its connection was left open");
      }
    } catch (InterruptedException disturbance) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    List<String> story = new ArrayList<>(List.of(manners.toString()));
    for (Connection connection : connections) {
      story.add(connection.clear().toString());
      story.add(connection.encrypted().toString());
    }
    claims.all.forEach(claim -> story.add("== " + claim));
    return String.join("\n", story);
  }

  private static String trace(Throwable uncaught) {
    return uncaught + " at " + Arrays.toString(uncaught.getStackTrace());
  }
}
