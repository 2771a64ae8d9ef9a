package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.dns.Mishap;
import dev.packetboat.testkit.internal.dns.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a {@link NameServer} does otherwise than a good one would: fail, refuse, wait, fall silent.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="dns-faults" :
 * NameServer server =
 *     NameServer.builder()
 *         .records("bigcorp.test. 300 IN MX 10 mx.bigcorp.test.")
 *         .fault(DnsFault.serverFailure().at("bigcorp.test").type("MX").first(2))
 *         .fault(DnsFault.silence().below("quiet.test"))
 *         .start();
 * }
 *
 * <p>The first fault that fits a question says what is done; delays of other faults for it add to
 * that. Immutable: a fault may be given to several servers, and each counts for itself.
 */
public final class DnsFault {

  private final Mishap mishap;
  private final Duration delay;
  private final Predicate<DnsQuestion> question;
  private final int after;
  private final int first;

  private DnsFault(
      Mishap mishap, Duration delay, Predicate<DnsQuestion> question, int after, int first) {
    this.mishap = mishap;
    this.delay = delay;
    this.question = question;
    this.after = after;
    this.first = first;
  }

  private static DnsFault of(Mishap mishap) {
    return new DnsFault(mishap, Duration.ZERO, any -> true, 0, Integer.MAX_VALUE);
  }

  /** Answers SERVFAIL. */
  public static DnsFault serverFailure() {
    return of(new Mishap.Code(2)); // RFC 1035 §4.1.1, as the ones below
  }

  /** Answers FORMERR, as old servers do to EDNS. */
  public static DnsFault formatError() {
    return of(new Mishap.Code(1));
  }

  /** Answers NXDOMAIN, without an SOA. */
  public static DnsFault noSuchName() {
    return of(new Mishap.Code(3));
  }

  /** Answers REFUSED. */
  public static DnsFault refusal() {
    return of(new Mishap.Code(5));
  }

  /** Answers nothing; over TCP the connection stays open. */
  public static DnsFault silence() {
    return of(new Mishap.Silence());
  }

  /** Sends no records in a datagram, but the bit that says to ask again over TCP. */
  public static DnsFault truncation() {
    return of(new Mishap.Truncation());
  }

  /** Answers with octets that are no message. */
  public static DnsFault garbage() {
    return of(new Mishap.Garbage());
  }

  /** Waits before the answer. Closing the server ends the wait. */
  public static DnsFault delay(Duration delay) {
    return new DnsFault(new Mishap.None(), delay, any -> true, 0, Integer.MAX_VALUE);
  }

  /** The same, but only for questions about this name. */
  public DnsFault at(String name) {
    String wanted = plain(name);
    return matching(asked -> asked.name().equals(wanted));
  }

  /** The same, but only for questions about this name and all names below it. */
  public DnsFault below(String domain) {
    String wanted = plain(domain);
    return matching(asked -> asked.name().equals(wanted) || asked.name().endsWith("." + wanted));
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** The same, but only for questions for records of this type, such as {@code MX}. */
  public DnsFault type(String type) {
    return matching(asked -> asked.type().equalsIgnoreCase(type));
  }

  /** The same, but only for questions for which the predicate holds. */
  public DnsFault matching(Predicate<DnsQuestion> predicate) {
    return new DnsFault(mishap, delay, question.and(predicate), after, first);
  }

  /**
   * The same, but only now and then.
   *
   * @param probability from 0, never, to 1, always
   */
  public DnsFault sometimes(double probability, RandomGenerator random) {
    var chance = new Chance(probability, random);
    return matching(any -> chance.strikes());
  }

  /** The same, but only the first times that it fits. */
  public DnsFault first(int times) {
    return new DnsFault(mishap, delay, question, after, times);
  }

  /** The same, but not for the first times that it fits. */
  public DnsFault after(int times) {
    return new DnsFault(mishap, delay, question, times, first);
  }

  boolean fits(DnsQuestion asked) {
    return question.test(asked);
  }

  /** Whether it counts the so-and-so-manieth time, from 0, that it fits. */
  boolean counts(int time) {
    return time >= after && time - after < first;
  }

  Verdict verdict() {
    return new Verdict(delay, mishap);
  }
}
