package dev.packetboat.delivery.chaos;

import dev.packetboat.delivery.Delivery;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A message, and what is to happen to it on our side. Immutable. */
record Letter(String id, Message message, String wire, Plan plan) {

  /** How it is sent. */
  enum Manner {
    /** By a thread that waits for it. */
    SENT,
    /** By a thread of its own. */
    SUBMITTED
  }

  /** What its hook does. */
  enum Hook {
    LETS_GO,
    VETOES,
    THROWS,
    HAS_AN_ERROR,
    /** Stops the delivery from within, and lets it go. */
    CANCELS;

    /** Whether nobody may get the letter. */
    boolean holdsBack() {
      return this == VETOES || this == THROWS || this == HAS_AN_ERROR;
    }
  }

  /**
   * What the application does meanwhile.
   *
   * @param stopAt the number of the event at which it stops the delivery: by an interrupt of the
   *     thread that waits, or by {@link Delivery#cancel(Duration)} with this patience
   * @param listenerThrows whether those who are told have an error at times
   */
  record Plan(
      Manner manner,
      Hook hook,
      Optional<Integer> stopAt,
      Duration patience,
      boolean listenerThrows) {}

  /** The so-and-so-manieth letter of a run; draws from the random source alone. */
  static Letter random(int number, Random random, Places places) {
    String id = "letter-" + number;
    Body body = Body.random(id, random);
    Envelope envelope =
        random.nextInt(20) == 0 ? Envelope.fromNullSender() : Envelope.from("joe@client.test");
    List<String> recipients = places.recipients(number, random);
    return new Letter(
        id,
        Message.of(envelope.to(recipients.toArray(String[]::new)), body.content()),
        body.wire(),
        plan(Places.isInCrowd(number), random));
  }

  private static Plan plan(boolean isInCrowd, Random random) {
    Hook hook =
        random.nextInt(25) == 0
            ? Hook.values()[random.nextInt(Hook.values().length)]
            : Hook.LETS_GO;
    List<Duration> patience = List.of(Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(10));
    return new Plan(
        isInCrowd ? Manner.SUBMITTED : Manner.values()[random.nextInt(2)],
        hook,
        random.nextInt(15) == 0 ? Optional.of(1 + random.nextInt(40)) : Optional.empty(),
        patience.get(random.nextInt(patience.size())),
        random.nextInt(50) == 0);
  }

  /**
   * Domains that letters go to, some sets of them again and again. Now and then a crowd of letters
   * for one domain comes at once, so that they have to share connections.
   */
  static final class Places {

    private static final int SETS = 20;
    private static final int CROWD = 40;

    private final List<String> domains;
    private final List<List<String>> sets = new ArrayList<>();

    Places(List<String> domains, Random random) {
      this.domains = domains;
      for (int i = 0; i < SETS; i++) {
        sets.add(some(random));
      }
    }

    static boolean isInCrowd(int number) {
      return number / CROWD % 4 == 1;
    }

    private List<String> some(Random random) {
      List<String> set = new ArrayList<>();
      int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 10 : 3);
      for (int i = 0; i < count; i++) {
        set.add(domains.get(random.nextInt(domains.size())));
      }
      return set;
    }

    List<String> recipients(int number, Random random) {
      List<String> set =
          isInCrowd(number)
              ? List.of(domains.get(number / CROWD % domains.size()))
              : random.nextBoolean() ? sets.get(random.nextInt(SETS)) : some(random);
      List<String> recipients = new ArrayList<>();
      int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 6);
      for (int i = 0; i < count; i++) {
        recipients.add("r" + i + "@" + set.get(random.nextInt(set.size())));
      }
      switch (random.nextInt(100)) {
        case 0 -> recipients.add("postmaster");
        case 1 -> recipients.add("r\u00f6@" + set.getFirst());
        case 2 -> recipients.add("r@[127.77.0." + (1 + random.nextInt(40)) + "]");
        case 3, 4, 5 -> recipients.add("r@corp" + random.nextInt(3) + ".relayed.test");
        default -> {}
      }
      return recipients;
    }
  }

  /** A content as it is given, and as it goes over the wire. */
  private record Body(Content content, String wire) {

    static Body random(String id, Random random) {
      StringBuilder text = new StringBuilder("Message-ID: <" + id + "@chaos>\n");
      boolean blind = random.nextInt(8) == 0;
      text.append(blind ? "Bcc: somebody@hidden.test,\n  another@hidden.test\n" : "");
      text.append("Subject: " + id + "\n\n");
      int lines = random.nextInt(random.nextInt(40) == 0 ? 4000 : 60);
      for (int i = 0; i < lines; i++) {
        text.append(line(random));
      }
      text.append(random.nextInt(20) == 0 ? "Gr\u00fc\u00dfe\n" : "");
      String given = text.toString();
      String wire =
          given.replaceFirst("Bcc: somebody@hidden.test,\n.*\n", "").replace("\n", "\r\n");
      return new Body(content(given, random), wire);
    }

    private static String line(Random random) {
      return switch (random.nextInt(10)) {
        case 0 -> "\n";
        case 1 -> ".\n";
        case 2 -> "..\n";
        default -> "line " + "x".repeat(random.nextInt(70)) + "\n";
      };
    }

    private static Content content(String text, Random random) {
      return switch (random.nextInt(60)) {
        case 0 -> Content.writing(out -> broken(text, out::write));
        case 1 ->
            Content.writing(
                out -> {
                  out.write(text.getBytes(StandardCharsets.UTF_8));
                  throw new IllegalStateException("the writer has a fault");
                });
        case 2 -> Content.of(text.replace("\n", "\r\n"));
        case 3 -> Content.writing(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        default -> Content.of(text);
      };
    }

    private interface Sink {
      void write(byte[] octets) throws IOException;
    }

    private static void broken(String text, Sink sink) throws IOException {
      sink.write(text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8));
      throw new IOException("the disk is gone");
    }
  }
}
