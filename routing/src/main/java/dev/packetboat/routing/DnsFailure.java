package dev.packetboat.routing;

/** Why a question to DNS has no answer that can be used. */
public enum DnsFailure {
  /** There is no such name, and so no such domain: for good. */
  NXDOMAIN("NXDOMAIN", true),
  /** The name exists, and has no record of the kind that was asked for: for good. */
  NO_DATA("no data", true),
  /** Aliases that lead to each other, or too many of them: for good. */
  ALIAS_LOOP("too many aliases", true),
  /** The name servers could not tell: may work later. */
  SERVFAIL("SERVFAIL", false),
  /** The name servers did not answer in time: may work later. */
  TIMEOUT("timeout", false);

  private final String word;
  private final boolean permanent;

  DnsFailure(String word, boolean permanent) {
    this.word = word;
    this.permanent = permanent;
  }

  /** As it is written in reports: {@code NXDOMAIN}, {@code SERVFAIL}, {@code timeout}. */
  public String word() {
    return word;
  }

  /** Whether asking again would give the same. */
  public boolean isPermanent() {
    return permanent;
  }
}
