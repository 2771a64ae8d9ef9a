package dev.packetboat.routing.internal;

import dev.packetboat.routing.internal.Attempt.Answered;
import dev.packetboat.routing.internal.Attempt.Unanswered;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The servers that are asked, one after another until one answers. Those that are silent are asked
 * again while there is time; those that said that they cannot tell are not. The one that answered
 * last is asked first the next time. Thread-safe.
 */
public final class NameServers {

  private static final int PORT = 53;
  private static final Duration LONGEST_TRY = Duration.ofSeconds(5);
  // Each server gets as many tries, however short the time is.
  private static final int TRIES = 2;

  private final List<InetSocketAddress> servers;
  private final Duration oneTry;
  private volatile int preferred;

  /**
   * @param servers at least one
   * @param timeout what a whole question may take
   */
  public NameServers(List<InetSocketAddress> servers, Duration timeout) {
    this.servers = List.copyOf(servers);
    Duration share = timeout.dividedBy((long) TRIES * servers.size());
    this.oneTry = share.compareTo(LONGEST_TRY) < 0 ? share : LONGEST_TRY;
  }

  /** Those of the system as it is configured now; the one on this machine where none is. */
  public static List<InetSocketAddress> ofTheSystem() {
    ResolverConfig.refresh();
    List<InetSocketAddress> servers = ResolverConfig.getCurrentConfig().servers();
    return servers.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT))
        : List.copyOf(servers);
  }

  /** An answer, or what kept the last of them from giving one: silence only if none spoke. */
  Attempt ask(Name name, int type, Deadline deadline) throws InterruptedException {
    List<InetSocketAddress> left = inTurn();
    Unanswered reason = Unanswered.SILENT;
    for (int round = 0; !left.isEmpty() && !deadline.isOver(); round++) {
      if (reason == Unanswered.UNUSABLE && round >= TRIES) {
        break; // One has spoken; the silent ones had their chance.
      }
      for (InetSocketAddress server : List.copyOf(left)) {
        switch (judged(new Exchange(server, deadline.atMost(oneTry)).ask(name, type))) {
          case Answered answered -> {
            preferred = servers.indexOf(server);
            return answered;
          }
          case Unanswered.SILENT -> {}
          case Unanswered.UNREACHABLE -> left.remove(server);
          case Unanswered.UNUSABLE -> {
            reason = Unanswered.UNUSABLE;
            left.remove(server);
          }
        }
      }
    }
    return reason;
  }

  private List<InetSocketAddress> inTurn() {
    int first = preferred;
    List<InetSocketAddress> turn = new ArrayList<>(servers.subList(first, servers.size()));
    turn.addAll(servers.subList(0, first));
    return turn;
  }

  private static Attempt judged(Attempt attempt) {
    return attempt instanceof Answered(Message answer) && !isUsable(answer)
        ? Unanswered.UNUSABLE
        : attempt;
  }

  private static boolean isUsable(Message answer) {
    int code = answer.getRcode();
    return code == Rcode.NXDOMAIN || code == Rcode.NOERROR && !isReferral(answer);
  }

  /** Whether the server only names others: not that there is no data (RFC 2308 §2.2.1). */
  private static boolean isReferral(Message answer) {
    List<Integer> authority =
        answer.getSection(Section.AUTHORITY).stream().map(record -> record.getType()).toList();
    return answer.getSection(Section.ANSWER).isEmpty()
        && authority.contains(Type.NS)
        && !authority.contains(Type.SOA);
  }
}
