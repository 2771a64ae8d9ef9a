package dev.packetboat.delivery.internal;

/**
 * What follows for a recipient from what a host said, or from what broke. All of it is decided
 * here. Pure.
 *
 * <table>
 * <caption>The policy</caption>
 * <tr><th>scope</th><th>positive</th><th>5xx</th><th>4xx or broken</th><th>in doubt</th></tr>
 * <tr><td>recipient</td><td>-</td><td>failed</td><td>next host</td><td>-</td></tr>
 * <tr><td>transaction</td><td>delivered</td><td>failed</td><td>next host</td><td>unknown</td></tr>
 * <tr><td>session</td><td>-</td><td>next host</td><td>next host</td><td>-</td></tr>
 * <tr><td>ours</td><td>-</td><td>failed</td><td>deferred</td><td>-</td></tr>
 * </table>
 *
 * Where no host is left: failed when every host answered 5xx or has no address, else deferred.
 */
public final class FailurePolicy {

  /** What an answer is about. */
  public enum Scope {
    /** RCPT. */
    RECIPIENT,
    /** MAIL, DATA, the content. */
    TRANSACTION,
    /** Everything up to the answer to EHLO, TLS and AUTH, and the connection as a whole. */
    SESSION,
    /** No server's word: what we cannot or may not do. */
    OURS
  }

  /** What was answered. */
  public enum Answer {
    /** 2xx. */
    POSITIVE,
    /** 4xx. */
    TRANSIENT,
    /** 5xx; of a host: it has no address. */
    PERMANENT,
    /** No valid answer, and the message cannot have been accepted. */
    BROKEN,
    /** No valid answer, and the message may have been accepted. */
    IN_DOUBT
  }

  /** Who could be asked next. */
  public enum Hosts {
    LEFT,
    /** Nobody, and some host did not answer with 5xx. */
    NONE_LEFT,
    /** Nobody, and every host answered with 5xx or has no address. */
    NONE_LEFT_ALL_PERMANENT
  }

  /** What follows. */
  public enum Verdict {
    DELIVERED,
    DEFERRED,
    FAILED,
    UNKNOWN,
    NEXT_HOST
  }

  private FailurePolicy() {}

  /** What follows for a recipient. */
  public static Verdict decide(Scope scope, Answer answer, Hosts hosts) {
    return switch (answer) {
      case POSITIVE -> Verdict.DELIVERED;
      case IN_DOUBT -> Verdict.UNKNOWN;
      case PERMANENT -> scope == Scope.SESSION ? nextHost(hosts) : Verdict.FAILED;
      case TRANSIENT, BROKEN -> scope == Scope.OURS ? Verdict.DEFERRED : nextHost(hosts);
    };
  }

  private static Verdict nextHost(Hosts hosts) {
    return switch (hosts) {
      case LEFT -> Verdict.NEXT_HOST;
      case NONE_LEFT -> Verdict.DEFERRED;
      case NONE_LEFT_ALL_PERMANENT -> Verdict.FAILED;
    };
  }
}
