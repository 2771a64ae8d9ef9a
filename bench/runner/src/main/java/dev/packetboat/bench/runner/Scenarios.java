package dev.packetboat.bench.runner;

import static dev.packetboat.bench.runner.Client.ANGUS;
import static dev.packetboat.bench.runner.Client.BARE_LOOP;
import static dev.packetboat.bench.runner.Client.COMMONS_NET;
import static dev.packetboat.bench.runner.Client.MAILER;
import static dev.packetboat.bench.runner.Client.NIO_SMTP_CLIENT;
import static dev.packetboat.bench.runner.Client.PACKETBOAT;
import static dev.packetboat.bench.runner.Client.PIPELINE;
import static dev.packetboat.bench.runner.Client.SIMPLE_JAVA_MAIL;
import static dev.packetboat.bench.runner.Client.SMTP_SOURCE;
import static dev.packetboat.bench.runner.Client.VERTX;

import java.util.List;

/** All that is measured, in the order of the tables. */
final class Scenarios {

  private static final long LARGE = 256L << 20;

  private static final List<Client> EVERYONE =
      List.of(
          BARE_LOOP,
          SMTP_SOURCE,
          PACKETBOAT,
          PIPELINE,
          MAILER,
          ANGUS,
          SIMPLE_JAVA_MAIL,
          VERTX,
          NIO_SMTP_CLIENT,
          COMMONS_NET);
  // smtp-source knows no TLS.
  private static final List<Client> WITH_TLS =
      EVERYONE.stream().filter(client -> !client.equals(SMTP_SOURCE)).toList();
  // The others hold a message in memory, some of them several times.
  private static final List<Client> FROM_A_FILE =
      List.of(BARE_LOOP, PACKETBOAT, ANGUS, COMMONS_NET);

  private static final List<Scenario> ALL =
      List.of(
          Scenario.of("one", "One connection, no delay", EVERYONE),
          Scenario.of("eight", "Eight connections, no delay", EVERYONE).withConnections(8),
          Scenario.of("one-chunking", "One connection, no delay, CHUNKING", EVERYONE)
              .withChunking(),
          Scenario.of("eight-chunking", "Eight connections, no delay, CHUNKING", EVERYONE)
              .withConnections(8)
              .withChunking(),
          Scenario.of("one-postfix", "One connection, no delay, into smtp-sink", EVERYONE)
              .toPostfix(),
          Scenario.of("eight-postfix", "Eight connections, no delay, into smtp-sink", EVERYONE)
              .withConnections(8)
              .toPostfix(),
          Scenario.of("turn-1", "One connection, 1 ms", EVERYONE).withTurn(1),
          Scenario.of("turn-20", "One connection, 20 ms", EVERYONE).withTurn(20),
          Scenario.of("turn-100", "One connection, 100 ms", EVERYONE).withTurn(100),
          Scenario.of("turn-20-chunking", "One connection, 20 ms, CHUNKING", EVERYONE)
              .withTurn(20)
              .withChunking(),
          Scenario.of("recipients-3", "Three recipients, 20 ms", EVERYONE)
              .withTurn(20)
              .withRecipients(3),
          Scenario.of("recipients-100", "100 recipients, 20 ms", EVERYONE)
              .withTurn(20)
              .withRecipients(100),
          Scenario.of("tls", "One connection, TLS 1.3, no delay", WITH_TLS).withTls(),
          Scenario.of("tls-eight", "Eight connections, TLS 1.3, no delay", WITH_TLS)
              .withConnections(8)
              .withTls(),
          Scenario.of("tls-turn-20", "One connection, TLS 1.3, 20 ms", WITH_TLS)
              .withTurn(20)
              .withTls(),
          Scenario.of("large", "Messages of 256 MiB", FROM_A_FILE).withSize(LARGE),
          Scenario.of("large-tls", "Messages of 256 MiB, TLS 1.3", FROM_A_FILE)
              .withSize(LARGE)
              .withTls(),
          Scenario.of("large-chunking", "Messages of 256 MiB, CHUNKING", FROM_A_FILE)
              .withSize(LARGE)
              .withChunking(),
          Scenario.of("large-tls-chunking", "Messages of 256 MiB, TLS 1.3, CHUNKING", FROM_A_FILE)
              .withSize(LARGE)
              .withTls()
              .withChunking());

  private Scenarios() {}

  static List<Scenario> all() {
    return ALL;
  }
}
