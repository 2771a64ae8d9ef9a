package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.server.Action;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
  private final Action action;
  private final Duration delay;
  private final Predicate<String> subject;
  private final int after;
  private final int first;

  private Rule(
      Moment moment,
      Action action,
      Duration delay,
      Predicate<String> subject,
      int after,
      int first) {
    this.moment = moment;
    this.action = action;
    this.delay = delay;
    this.subject = subject;
    this.after = after;
    this.first = first;
  }

  private static Rule of(Moment moment, Action action) {
    return new Rule(moment, action, Duration.ZERO, any -> true, 0, Integer.MAX_VALUE);
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
    if (moment == Moment.CONTENT || moment == Moment.HANDSHAKE) {
      throw new IllegalArgumentException("no reply is due at " + moment);
    }
    return of(moment, new Action.Answer(reply));
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
    return new Rule(moment, new Action.Proceed(), delay, any -> true, 0, Integer.MAX_VALUE);
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
   * The same, but only where the predicate holds for the subject, which {@link Moment} tells for
   * each.
   */
  public Rule matching(Predicate<String> predicate) {
    return new Rule(moment, action, delay, subject.and(predicate), after, first);
  }

  /** The same, but only the first times that it fits. */
  public Rule first(int times) {
    return new Rule(moment, action, delay, subject, after, times);
  }

  /** The same, but not for the first times that it fits. */
  public Rule after(int times) {
    return new Rule(moment, action, delay, subject, times, first);
  }

  boolean fits(Moment now, String about) {
    return moment == now && subject.test(about);
  }

  /** Whether it counts the so-and-so-manieth time, from 0, that it fits. */
  boolean counts(int time) {
    return time >= after && time - after < first;
  }

  Action action() {
    return action;
  }

  Duration delay() {
    return delay;
  }
}
