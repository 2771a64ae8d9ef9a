package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How a server's replies come to the wire: misspelt, late, in pieces, cut off, as its manners are.
 */
final class Voice {

  private final Peer peer;
  private final Manners manners;
  private final Chance chance;
  private final CountDownLatch callerDone;
  private final Runnable disturbance;
  private final StringBuilder pending = new StringBuilder();
  private int replies;
  private boolean over;

  Voice(
      Peer peer, Manners manners, Chance chance, CountDownLatch callerDone, Runnable disturbance) {
    this.peer = peer;
    this.manners = manners;
    this.chance = chance;
    this.callerDone = callerDone;
    this.disturbance = disturbance;
  }

  /** Whether nothing more is said. */
  boolean isOver() {
    return over;
  }

  void say(String reply) {
    int number = replies++;
    if (number == manners.disturbance()) {
      disturbance.run();
    }
    if (manners.fault().isPresent() && manners.fault().get().reply() == number) {
      leave(manners.fault().get(), reply);
      return;
    }
    pending.append(
        chance.percent(manners.oddities())
            ? chance.pick(Oddity.values()).of(reply, chance)
            : reply);
    if (!manners.gathers()) {
      flush();
    }
  }

  /** Says what is not a reply to anything. */
  void add(String octets) {
    pending.append(octets);
  }

  /** Sends what was said. */
  void flush() {
    String octets = pending.toString();
    pending.setLength(0);
    if (!octets.isEmpty() && chance.percent(manners.mutations())) {
      octets = chance.pick(Mutation.values()).of(octets, chance);
    }
    if (!octets.isEmpty() && !over) {
      peer.write(octets.getBytes(ISO_8859_1), cuts(octets.length()));
    }
  }

  private int[] cuts(int length) {
    return switch (manners.cutting()) {
      case NONE -> new int[0];
      case SOMEWHERE -> chance.cuts(chance.between(1, 4), length);
      case EVERYWHERE -> chance.cuts(Math.min(length, 200), length);
    };
  }

  private void leave(Fault fault, String reply) {
    pending.append(
        switch (fault.where()) {
          case BEFORE -> "";
          case AMID -> reply.substring(0, chance.below(reply.length()));
          case AFTER -> reply;
        });
    boolean isFarewell =
        fault.kind() == Fault.Kind.FAREWELL || fault.kind() == Fault.Kind.FAREWELL_AND_ON;
    if (isFarewell) {
      pending.append(chance.pick("421 4.3.2 closing\r\n", "421-closing\r\n421 now\r\n", "421\r\n"));
    }
    flush();
    switch (fault.kind()) {
      case CLOSE, FAREWELL -> close();
      case RESET -> {
        peer.reset();
        over = true;
      }
      case HALF_CLOSE -> {
        peer.finishWriting();
        stopTalking();
      }
      case SILENCE -> stopTalking();
      case DEAFNESS -> {
        awaitCaller();
        stopTalking();
      }
      case FAREWELL_AND_ON -> {}
    }
  }

  void close() {
    flush();
    peer.close();
    over = true;
  }

  /** Hears to the end, and says no more. */
  void stopTalking() {
    flush();
    over = true;
    peer.drain();
  }

  private void awaitCaller() {
    try {
      boolean done = callerDone.await(Peer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (!done) {
        over = true;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
