package dev.packetboat.routing.internal;

import dev.packetboat.routing.DnsFailure;
import dev.packetboat.routing.HostAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Finds the addresses of hosts, of both families at the same time. Thread-safe. */
public final class HostLookup {

  // RFC 8305 §3 waits 50 ms; a message has more time than a person before a screen.
  private static final long WAIT_FOR_SIX_SECONDS = 2;

  // The failure of two that says more: what may pass before what stays.
  private static final List<DnsFailure> TELLING =
      List.of(
          DnsFailure.SERVFAIL,
          DnsFailure.TIMEOUT,
          DnsFailure.ALIAS_LOOP,
          DnsFailure.NO_DATA,
          DnsFailure.NXDOMAIN);

  private static final Logger LOG = LoggerFactory.getLogger(HostLookup.class);

  private final Lookup lookup;
  private final ThreadFactory threads;

  public HostLookup(Lookup lookup, ThreadFactory threads) {
    this.lookup = lookup;
    this.threads = threads;
  }

  /** The addresses of a host that is written as {@code host}. */
  public HostAddresses addresses(String host, Name name) throws InterruptedException {
    Optional<Answer> six = lookup.known(name, Type.AAAA);
    Optional<Answer> four = lookup.known(name, Type.A);
    return combined(
        host,
        six.isPresent() && four.isPresent() ? List.of(six.get(), four.get()) : askForBoth(name));
  }

  /**
   * Both answers, or that with IPv4 addresses where the other takes too long. One question is asked
   * by the calling thread.
   */
  private List<Answer> askForBoth(Name name) throws InterruptedException {
    FutureTask<Answer> six = new FutureTask<>(() -> lookup.ask(name, Type.AAAA));
    start(six);
    try {
      Answer four = lookup.ask(name, Type.A);
      // What loses one of the two questions loses that for IPv6, which fewer servers know.
      boolean known = four.records().stream().anyMatch(record -> record.getType() == Type.A);
      return known ? withSixInTime(four, six) : List.of(four, six.get());
    } catch (ExecutionException fault) {
      if (fault.getCause() instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      throw new IllegalStateException(fault.getCause());
    } finally {
      six.cancel(true);
    }
  }

  /** Where no thread can be had, one question is asked after the other. */
  private void start(FutureTask<Answer> question) {
    try {
      threads.newThread(question).start();
    } catch (RuntimeException | Error exhausted) {
      LOG.warn("no thread for a question", exhausted);
      question.run();
    }
  }

  private static List<Answer> withSixInTime(Answer four, Future<Answer> six)
      throws InterruptedException, ExecutionException {
    try {
      return List.of(four, six.get(WAIT_FOR_SIX_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException late) {
      return List.of(four);
    }
  }

  private static HostAddresses combined(String host, List<Answer> answers) {
    List<Answer> useful = answers.stream().filter(answer -> answer.failure().isEmpty()).toList();
    if (useful.isEmpty()) {
      return HostAddresses.unknown(host, mostTelling(answers));
    }
    return HostAddresses.of(
        interleaved(addresses(host, Type.AAAA, useful), addresses(host, Type.A, useful)),
        useful.getFirst().nameText(),
        useful.stream().allMatch(Answer::authenticated));
  }

  private static DnsFailure mostTelling(List<Answer> answers) {
    return answers.stream()
        .flatMap(answer -> answer.failure().stream())
        .min(Comparator.comparingInt(TELLING::indexOf))
        .orElseThrow();
  }

  private static List<InetAddress> addresses(String host, int type, List<Answer> answers) {
    return answers.stream()
        .flatMap(answer -> answer.records().stream())
        .filter(record -> record.getType() == type)
        .map(record -> address(host, record.rdataToWireCanonical()))
        .distinct()
        .toList();
  }

  private static InetAddress address(String host, byte[] octets) {
    try {
      // With the name, lest someone who prints it asks DNS for one.
      return InetAddress.getByAddress(host, octets);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address of " + octets.length + " octets", impossible);
    }
  }

  // RFC 8305 §4
  static List<InetAddress> interleaved(List<InetAddress> six, List<InetAddress> four) {
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      six.stream().skip(i).limit(1).forEach(addresses::add);
      four.stream().skip(i).limit(1).forEach(addresses::add);
    }
    return List.copyOf(addresses);
  }
}
