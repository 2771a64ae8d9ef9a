package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.server.Action;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a {@link MailServer} does otherwise than a good server would: refuse, wait, fall silent,
 * hang up.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="rules" :
 * MailServer server =
 *     MailServer.builder()
 *         .rule(Rule.rejectRecipient("nobody@mx.test", "550 5.1.1 no such user"))
 *         .rule(Rule.replyTo(Moment.MAIL, "451 4.3.0 later").first(2))
 *         .rule(Rule.loseReplyTo(Moment.END_OF_CONTENT).after(5))
 *         .start();
 * }
 *
 * <p>The first rule that fits a moment says what is done; delays of other rules for it add to that.
 * Immutable: a rule may be given to several servers, and each counts for itself.
 */
public final class Rule {

  // RFC 5321 §4.2: a code and a text on each line, a hyphen between them on all but the last
  private static final Pattern REPLY =
      Pattern.compile("(?:(\\d{3})-\\P{Cntrl}*\n)*\\d{3}(?: \\P{Cntrl}*)?");

  private final Moment moment;
  private final Deed deed;
  private final Predicate<String> subject;
  private final Times times;

  /** What is done, after how long, and after how many octets of content. */
  private record Deed(Action action, Duration delay, long octets) {}

  /** When, of all the times that a rule fits, it counts. */
  private record Times(int after, int first) {

    static final Times ALL = new Times(0, Integer.MAX_VALUE);

    boolean include(int time) {
      return time >= after && time - after < first;
    }
  }

  private Rule(Moment moment, Deed deed, Predicate<String> subject, Times times) {
    this.moment = moment;
    this.deed = deed;
    this.subject = subject;
    this.times = times;
  }

  private static Rule of(Moment moment, Action action) {
    return new Rule(moment, new Deed(action, Duration.ZERO, 0), any -> true, Times.ALL);
  }

  /**
   * Replies with these words. A positive reply takes the place of the server's own words only,
   * which does what was asked; any other is given instead. A reply with 421 closes the connection.
   *
   * @param reply one line, or several with line feeds between them: {@code "550-no\n550 such user"}
   */
  public static Rule replyTo(Moment moment, String reply) {
    if (!REPLY.matcher(reply).matches()) {
      throw new IllegalArgumentException("not a reply: " + reply);
    }
    return of(notWithin(moment), new Action.Answer(reply));
  }

  /**
   * Refuses a recipient, whatever its case, with a reply such as {@code "550 5.1.1 no such user"}.
   */
  public static Rule rejectRecipient(String address, String reply) {
    return rejectRecipient(address::equalsIgnoreCase, reply);
  }

  /** Refuses the recipients that the predicate picks by their address. */
  public static Rule rejectRecipient(Predicate<String> address, String reply) {
    return replyTo(Moment.RCPT, reply).matching(address);
  }

  /** Refuses every recipient with 450 the first time that it is tried, as a greylist does. */
  public static Rule greylist() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return rejectRecipient(seen::add, "450 4.7.1 greylisted, try again later");
  }

  /** Waits before the reply. Closing the server ends the wait. */
  public static Rule delay(Moment moment, Duration delay) {
    return new Rule(moment, new Deed(new Action.Proceed(), delay, 0), any -> true, Times.ALL);
  }

  /** Closes the connection instead of replying; what was asked is not done. */
  public static Rule dropAt(Moment moment) {
    return of(moment, new Action.Drop());
  }

  /** Resets the connection instead of replying; what was asked is not done. */
  public static Rule resetAt(Moment moment) {
    return of(moment, new Action.Reset());
  }

  /** Neither reads nor writes any more, until the server is closed. */
  public static Rule stallAt(Moment moment) {
    return of(moment, new Action.Stall());
  }

  /**
   * Does what was asked, at {@link Moment#END_OF_CONTENT} takes the message, and closes the
   * connection without a reply.
   */
  public static Rule loseReplyTo(Moment moment) {
    return of(moment, new Action.LoseReply());
  }

  /**
   * Does what was asked, at {@link Moment#END_OF_CONTENT} takes the message, and then neither reads
   * nor writes any more, until the server is closed.
   */
  public static Rule withholdReplyTo(Moment moment) {
    return of(notWithin(moment), new Action.WithholdReply());
  }

  /**
   * Does what was asked, at {@link Moment#END_OF_CONTENT} takes the message, and says a line that
   * is no reply.
   */
  public static Rule garbleReplyTo(Moment moment) {
    return of(notWithin(moment), new Action.GarbleReply());
  }

  /**
   * Does what was asked, at {@link Moment#END_OF_CONTENT} takes the message, and closes the
   * connection in the middle of its reply.
   */
  public static Rule halveReplyTo(Moment moment) {
    return of(notWithin(moment), new Action.HalveReply());
  }

  /**
   * Does what was asked, and says its reply octet by octet, with this pause before each. Closing
   * the server ends the pauses.
   */
  public static Rule dripReplyTo(Moment moment, Duration pause) {
    return of(notWithin(moment), new Action.DripReply(pause));
  }

  private static Moment notWithin(Moment moment) {
    if (moment == Moment.CONTENT || moment == Moment.HANDSHAKE) {
      throw new IllegalArgumentException("no reply is due at " + moment);
    }
    return moment;
  }

  /**
   * The same, at {@link Moment#CONTENT}, but only when so many octets of the content were read, as
   * they come over the wire. Where the content is shorter the rule does nothing.
   */
  public Rule afterOctets(long octets) {
    if (moment != Moment.CONTENT) {
      throw new IllegalArgumentException("no content is read at " + moment);
    }
    return new Rule(moment, new Deed(deed.action, deed.delay, octets), subject, times);
  }

  /**
   * The same, but only where the predicate holds for the subject, which {@link Moment} tells for
   * each.
   */
  public Rule matching(Predicate<String> predicate) {
    return new Rule(moment, deed, subject.and(predicate), times);
  }

  /**
   * The same, but only now and then.
   *
   * @param probability from 0, never, to 1, always
   */
  public Rule sometimes(double probability, RandomGenerator random) {
    var chance = new Chance(probability, random);
    return matching(any -> chance.strikes());
  }

  /** The same, but only the first times that it fits. */
  public Rule first(int count) {
    return new Rule(moment, deed, subject, new Times(times.after, count));
  }

  /** The same, but not for the first times that it fits. */
  public Rule after(int count) {
    return new Rule(moment, deed, subject, new Times(count, times.first));
  }

  boolean fits(Moment now, String about) {
    return moment == now && subject.test(about);
  }

  /** Whether it counts the so-and-so-manieth time, from 0, that it fits. */
  boolean counts(int time) {
    return times.include(time);
  }

  Action action() {
    return deed.action;
  }

  Duration delay() {
    return deed.delay;
  }

  long octets() {
    return deed.octets;
  }
}
