package dev.packetboat.testkit;

import dev.packetboat.testkit.internal.dns.Records;
import java.time.Duration;

/**
 * The records that a {@link NameServer} answers from: of one zone, or of the whole world. They may
 * change while it runs.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="zone" :
 * Zone zone =
 *     Zone.of(
 *             """
 *             $TTL 300
 *             bigcorp.test.      IN MX  10 mx0.bigcorp.test.
 *             bigcorp.test.      IN MX  20 mx1.bigcorp.test.
 *             mx0.bigcorp.test.  IN A   127.0.0.1
 *             """)
 *         .a("mx1.bigcorp.test", "127.0.0.2")
 *         .nullMx("nomail.test");
 * }
 *
 * <p>Names are absolute with or without a dot at their end; other than ASCII ones are written as
 * A-labels. A name exists where it or one below it has records; a wildcard stands for what does not
 * exist (RFC 4592). The SOA in an answer that denies something is the one of the zone, or a made-up
 * one that is good for a minute. Safe for use by several threads.
 */
public final class Zone {

  private final Records records = new Records();
  private volatile long ttl = 300;

  /** A zone without records. */
  public Zone() {}

  /** The records of a text in master-file form, RFC 1035 §5. */
  public static Zone of(String text) {
    return new Zone().records(text);
  }

  /**
   * Adds the records of a text in master-file form, RFC 1035 §5.
   *
   * @throws IllegalArgumentException when it is none; then nothing is added
   */
  public Zone records(String text) {
    records.addAll(text, ttl);
    return this;
  }

  /** The time to live of what is added from now on without one of its own; 300 s at first. */
  public Zone ttl(Duration time) {
    ttl = time.toSeconds();
    return this;
  }

  /** Adds a record with these data, which are as in a master file: {@code 10 mx.bigcorp.test}. */
  public Zone record(String name, String type, String data) {
    records.add(name, type, ttl, data);
    return this;
  }

  /** This host takes mail for the domain. */
  public Zone mx(String domain, int preference, String host) {
    return record(domain, "MX", preference + " " + host);
  }

  /** Nobody takes mail for the domain: RFC 7505. */
  public Zone nullMx(String domain) {
    return record(domain, "MX", "0 .");
  }

  /** The name has these IPv4 addresses. */
  public Zone a(String name, String... addresses) {
    for (String address : addresses) {
      record(name, "A", address);
    }
    return this;
  }

  /** The name has these IPv6 addresses. */
  public Zone aaaa(String name, String... addresses) {
    for (String address : addresses) {
      record(name, "AAAA", address);
    }
    return this;
  }

  /** The name is an alias. */
  public Zone cname(String alias, String target) {
    return record(alias, "CNAME", target);
  }

  /** Takes all records of a name away. */
  public Zone remove(String name) {
    records.remove(name);
    return this;
  }

  /** Takes the records of a name and type away. */
  public Zone remove(String name, String type) {
    records.remove(name, type);
    return this;
  }

  /**
   * From now on answers about this name and all below it, {@code .} for all there are, have the bit
   * AD, where the client has asked for it by AD or DO. They are not signed.
   */
  public Zone authenticated(String domain) {
    records.authenticate(domain);
    return this;
  }

  Records data() {
    return records;
  }

  /** The records in master-file form. */
  @Override
  public String toString() {
    return records.toString();
  }
}
