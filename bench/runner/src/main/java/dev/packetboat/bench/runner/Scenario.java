package dev.packetboat.bench.runner;

import java.util.List;

/**
 * What is measured.
 *
 * @param name for file names and the command line
 * @param turnMillis how long a round trip takes
 */
public record Scenario(
    String name,
    String title,
    Unit unit,
    SinkKind sink,
    double turnMillis,
    boolean chunking,
    boolean tls,
    int connections,
    long size,
    int recipients,
    List<Client> clients) {

  /** Who takes the mail. */
  public enum SinkKind {
    /** Ours: keeps count. */
    OURS,
    /** That of Postfix. */
    POSTFIX
  }

  private static final int USUAL_SIZE = 4096;

  /** Messages of 4 KiB to one recipient over one connection, without delay. */
  static Scenario of(String name, String title, List<Client> clients) {
    return new Scenario(
        name,
        title,
        Unit.MESSAGES_PER_SECOND,
        SinkKind.OURS,
        0,
        false,
        false,
        1,
        USUAL_SIZE,
        1,
        clients);
  }

  Scenario toPostfix() {
    return new Scenario(
        name,
        title,
        unit,
        SinkKind.POSTFIX,
        0,
        false,
        false,
        connections,
        size,
        recipients,
        clients);
  }

  Scenario withTurn(double millis) {
    return new Scenario(
        name,
        title,
        Unit.MESSAGES_PER_ROUND_TRIP,
        sink,
        millis,
        chunking,
        tls,
        connections,
        size,
        recipients,
        clients);
  }

  Scenario withChunking() {
    return new Scenario(
        name, title, unit, sink, turnMillis, true, tls, connections, size, recipients, clients);
  }

  Scenario withTls() {
    return new Scenario(
        name,
        title,
        unit,
        sink,
        turnMillis,
        chunking,
        true,
        connections,
        size,
        recipients,
        clients);
  }

  Scenario withConnections(int count) {
    return new Scenario(
        name, title, unit, sink, turnMillis, chunking, tls, count, size, recipients, clients);
  }

  Scenario withRecipients(int count) {
    return new Scenario(
        name, title, unit, sink, turnMillis, chunking, tls, connections, size, count, clients);
  }

  Scenario withSize(long octets) {
    return new Scenario(
        name,
        title,
        Unit.MEBIBYTES_PER_SECOND,
        sink,
        turnMillis,
        chunking,
        tls,
        connections,
        octets,
        recipients,
        clients);
  }

  /** Whether the message is read from a file, because it is large. */
  boolean isLarge() {
    return size > 1 << 20;
  }
}
