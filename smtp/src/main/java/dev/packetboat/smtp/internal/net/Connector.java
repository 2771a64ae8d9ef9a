package dev.packetboat.smtp.internal.net;

import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.HostResolver;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Connects to a host by whichever of its addresses answers first. IPv6 and IPv4 are interleaved;
 * the next address is tried as soon as one fails, and also when one has not answered for a quarter
 * of a second (RFC 8305 §5). Immutable.
 *
 * @param resolver finds the addresses
 * @param source the local address to connect from, where one is asked for
 * @param threads for the attempts, where there are several addresses
 * @param timeout for the lookup, and for each address
 * @param observer is told of each attempt before it is made, and of those that failed
 */
public record Connector(
    HostResolver resolver,
    Optional<InetAddress> source,
    ThreadFactory threads,
    Duration timeout,
    Consumer<SmtpEvent> observer) {

  /** Connects, or says for each address why it could not. */
  public Wire connect(String host, int port) throws SmtpException {
    List<InetSocketAddress> targets = new ArrayList<>();
    for (InetAddress address : interleaved(usable(host, resolve(host)))) {
      targets.add(new InetSocketAddress(address, port));
    }
    SocketChannel channel =
        targets.size() == 1 ? connectOnly(host, targets.get(0)) : race(host, targets);
    try {
      return new Wire(channel);
    } catch (IOException broken) {
      throw failed(host, List.of(failedAttempt(targets.get(0), broken)));
    }
  }

  // The system's resolver cannot be interrupted, so it runs on a platform thread that may be
  // abandoned.
  private List<InetAddress> resolve(String host) throws SmtpException {
    if (resolver instanceof KnownAddresses known) {
      return known.addresses();
    }
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("packetboat-lookup").start(() -> lookUp(host, answer));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw new SmtpException.ConnectFailed(
          "the name " + host + " could not be looked up: no such host", List.of());
    } catch (TimeoutException late) {
      throw new SmtpException.ConnectFailed(
          "the name " + host + " could not be looked up within " + timeout.toSeconds() + " s",
          List.of());
    } catch (InterruptedException interrupted) {
      throw cancelled(interrupted);
    }
  }

  private void lookUp(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      answer.complete(resolver.resolve(host));
    } catch (UnknownHostException unknown) {
      answer.completeExceptionally(unknown);
    }
  }

  private static Optional<InetAddress> literal(String host) {
    boolean looksNumeric = host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    if (!looksNumeric) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException notNumeric) {
      return Optional.empty();
    }
  }

  private List<InetAddress> usable(String host, List<InetAddress> found) throws SmtpException {
    List<InetAddress> usable =
        source.isEmpty()
            ? found
            : found.stream().filter(address -> isIpv6(address) == isIpv6(source.get())).toList();
    if (usable.isEmpty()) {
      throw new SmtpException.ConnectFailed(
          found.isEmpty()
              ? "the host " + host + " has no address"
              : "the host "
                  + host
                  + " has no address of the family of the source address "
                  + source.get().getHostAddress(),
          List.of());
    }
    return usable;
  }

  private static boolean isIpv6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  /**
   * One family after the other, beginning with that of the first address, each in its own order.
   */
  static List<InetAddress> interleaved(List<InetAddress> addresses) {
    boolean first = isIpv6(addresses.get(0));
    Deque<InetAddress> same = new ArrayDeque<>();
    Deque<InetAddress> other = new ArrayDeque<>();
    addresses.forEach(address -> (isIpv6(address) == first ? same : other).add(address));
    List<InetAddress> order = new ArrayList<>();
    while (!same.isEmpty() || !other.isEmpty()) {
      if (!same.isEmpty()) {
        order.add(same.remove());
      }
      if (!other.isEmpty()) {
        order.add(other.remove());
      }
    }
    return order;
  }

  private SocketChannel connectOnly(String host, InetSocketAddress target) throws SmtpException {
    try {
      return open(target);
    } catch (ClosedByInterruptException interrupted) {
      throw cancelled(interrupted);
    } catch (IOException failed) {
      ConnectAttempt attempt = failedAttempt(target, failed);
      observer.accept(new SmtpEvent.NotConnected(attempt));
      throw failed(host, List.of(attempt));
    }
  }

  private SocketChannel open(InetSocketAddress target) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      if (source.isPresent()) {
        channel.bind(new InetSocketAddress(source.get(), 0));
      }
      channel.socket().setTcpNoDelay(true);
      observer.accept(new SmtpEvent.Connecting(target));
      channel.socket().connect(target, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
      return channel;
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  private SocketChannel race(String host, List<InetSocketAddress> targets) throws SmtpException {
    try (ConnectRace race = new ConnectRace(this::open, threads)) {
      SocketChannel channel = race.run(targets);
      race.failed().forEach(attempt -> observer.accept(new SmtpEvent.NotConnected(attempt)));
      if (channel == null) {
        throw failed(host, race.failed());
      }
      return channel;
    } catch (InterruptedException interrupted) {
      throw cancelled(interrupted);
    }
  }

  private static SmtpException failed(String host, List<ConnectAttempt> attempts) {
    String tried =
        attempts.stream().map(ConnectAttempt::toString).collect(Collectors.joining("; "));
    return new SmtpException.ConnectFailed("could not connect to " + host + ": " + tried, attempts);
  }

  static ConnectAttempt failedAttempt(InetSocketAddress target, IOException error) {
    return new ConnectAttempt(target, inWords(error));
  }

  private static String inWords(IOException error) {
    if (error instanceof SocketTimeoutException || error instanceof Wire.DeadlinePassed) {
      return "timed out";
    }
    if (error instanceof NoRouteToHostException) {
      return "no route to host";
    }
    String message = String.valueOf(error.getMessage());
    return message.isEmpty() ? error.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
  }

  private static SmtpException cancelled(Exception interrupted) {
    Thread.currentThread().interrupt();
    return new SmtpException.Cancelled(
        At.phase(Phase.CONNECT), "interrupted while connecting", interrupted);
  }
}
