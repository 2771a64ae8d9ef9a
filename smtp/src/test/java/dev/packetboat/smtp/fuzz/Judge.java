package dev.packetboat.smtp.fuzz;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.fuzz.Claims.Claim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Holds what the caller was told against what stands on the tapes. */
final class Judge {

  private final Encounter encounter;
  private final List<Observation> observations = new ArrayList<>();
  private final List<String> complaints;
  private final boolean isGood;
  private boolean isOpen = true; // the session, before what is looked at

  Judge(Encounter encounter) {
    this.encounter = encounter;
    this.complaints = new ArrayList<>(encounter.claims.complaints);
    this.isGood = encounter.manners.areGood();
    for (Encounter.Connection connection : encounter.connections) {
      observations.add(new Observation(connection.clear(), true));
      observations.add(new Observation(connection.encrypted(), false));
      if (connection.clear().isLeftOpen() || connection.encrypted().isLeftOpen()) {
        complaints.add("a connection was left open");
      }
    }
  }

  List<String> complaints() {
    for (Observation observation : observations) {
      complaints.addAll(observation.complaints);
      observation.exchanges.forEach(this::inStep);
    }
    encounter.claims.all.forEach(this::check);
    return complaints;
  }

  /** What had been answered before it was asked must end the conversation. */
  private void inStep(Exchanged exchange) {
    if (exchange.waits() && exchange.wasAnsweredBefore()) {
      complaints.add(
          "the client wrote " + exchange.line() + " though an answer to nothing had come before");
    }
  }

  private void check(Claim claim) {
    switch (claim) {
      case Claims.Sent sent -> sent(sent);
      case Claims.Failed failed -> failed(failed);
      case Claims.Together together -> together(together);
      case Claims.Dropped dropped -> dropped(dropped);
      case Claims.Named named -> named(named);
      case Claims.Answered answered -> answered(answered);
      case Claims.Broke broke -> broke(broke);
      case Claims.Authenticated by -> authenticated(by.mechanism());
    }
  }

  private List<Transfer> transfers(Letter letter) {
    return observations.stream()
        .flatMap(observation -> observation.transfers.stream())
        .filter(transfer -> transfer.recipients.keySet().stream().anyMatch(letter::isOf))
        .toList();
  }

  private void sent(Claims.Sent sent) {
    Letter letter = sent.letter();
    List<Transfer> taken = transfers(letter).stream().filter(Transfer::isTaken).toList();
    if (taken.size() != 1) {
      complaints.add(
          name(letter) + " is said to be sent, and was taken " + taken.size() + " times");
      return;
    }
    Transfer transfer = taken.getFirst();
    content(letter, transfer);
    List<String> accepted = sent.receipt().accepted().stream().map(Letter::key).toList();
    List<String> served = transfer.served().stream().map(Letter::key).toList();
    if (!accepted.equals(served)) {
      complaints.add(name(letter) + " is said to be for " + accepted + " and is for " + served);
    }
    sent.receipt().recipients().forEach(result -> result(transfer, result, transfer::lastWord));
    same(name(letter) + " at its end", sent.receipt().reply(), transfer.decisive().reply());
  }

  private void content(Letter letter, Transfer transfer) {
    byte[] expected = letter.canonical();
    byte[] actual = transfer.content.toByteArray();
    if (!Arrays.equals(expected, actual)) {
      complaints.add(
          name(letter)
              + " is not what it was: "
              + actual.length
              + " octets instead of "
              + expected.length
              + ", different from "
              + Arrays.mismatch(expected, actual)
              + " on");
    }
  }

  private void result(
      Transfer transfer, RecipientResult result, Function<String, Exchanged> answers) {
    if (result.answer() instanceof RecipientResult.Unanswered) {
      unanswered(transfer, result);
      return;
    }
    Optional<Reply> reply =
        switch (result.answer()) {
          case RecipientResult.Accepted accepted -> Optional.of(accepted.reply());
          case RecipientResult.Refused refused -> Optional.of(refused.reply());
          case RecipientResult.NotAsked notAsked -> Optional.empty();
          case RecipientResult.Unanswered silence -> Optional.empty();
        };
    String key = Letter.key(result.recipient().address());
    Optional<Exchanged> exchange =
        transfer.recipients.keySet().stream()
            .filter(path -> Letter.key(path).equals(key))
            .map(answers)
            .findFirst();
    if (reply.isEmpty() != exchange.isEmpty()) {
      complaints.add(key + " was asked for, or not, other than is said: " + result);
    }
    if (reply.isPresent() && exchange.isPresent()) {
      same("recipient " + key, reply.get(), exchange.get().reply());
    }
  }

  /** In doubt is only who had been accepted by name. */
  private void unanswered(Transfer transfer, RecipientResult result) {
    String key = Letter.key(result.recipient().address());
    if (transfer.acceptedRecipients().stream().map(Letter::key).noneMatch(key::equals)) {
      complaints.add(key + " is said to be in doubt, and had not been accepted");
    }
  }

  private void failed(Claims.Failed failed) {
    Letter letter = failed.letter();
    SmtpException how = failed.how();
    usable("letter " + letter.number(), how, failed.usableAfterwards());
    List<Transfer> transfers = transfers(letter);
    for (Transfer transfer : transfers) {
      if (transfer.isComplete()) {
        content(letter, transfer);
        complete(failed, transfer);
      }
    }
    if (!transfers.isEmpty()) {
      Transfer last = transfers.getLast();
      boolean atEnd = how.phase() == Phase.CONTENT_END;
      Function<String, Exchanged> answers = atEnd ? last::lastWord : last::named;
      how.recipients().forEach(result -> result(last, result, answers));
    }
    // A write that begins when time is up has begun, and nothing of it is heard.
    if (how.acceptance() == Acceptance.UNKNOWN && !(how instanceof SmtpException.TimedOut)) {
      unknown(letter, transfers);
    }
    good(name(letter), how, failed.usableAfterwards());
  }

  private void complete(Claims.Failed failed, Transfer transfer) {
    SmtpException how = failed.how();
    if (how.acceptance() == Acceptance.NO && !transfer.isRefused() && !isLeft(transfer)) {
      complaints.add(name(failed.letter()) + " is said not to be sent, and the server has it");
    }
    if (how instanceof SmtpException.Refused
        && how.phase() == Phase.CONTENT_END
        && !isLeft(transfer)) {
      how.reply().ifPresent(reply -> atEnd(failed.letter(), reply, transfer));
    }
  }

  private void atEnd(Letter letter, Reply claimed, Transfer transfer) {
    if (transfer.ends.stream().map(Exchanged::reply).noneMatch(Optional.of(claimed)::equals)) {
      complaints.add(name(letter) + " was not answered by " + claimed + " at its end");
    }
  }

  /**
   * The server's last words were those of its leave (RFC 5321 §3.8): it came to no later command.
   */
  private boolean isLeft(Transfer transfer) {
    return transfer.ends.getFirst().reply().isEmpty()
        && observations.stream().anyMatch(Judge::endsWithFarewell);
  }

  /** What leaves one in doubt ends the session. */
  private void together(Claims.Together together) {
    if (together.holds(Judge::isInDoubt, sending -> sending.failure().isEmpty())) {
      complaints.add("one was in doubt, and one behind it is said to be sent");
    }
  }

  static boolean isInDoubt(Sending sending) {
    return sending
        .failure()
        .filter(failure -> failure.acceptance() == Acceptance.UNKNOWN)
        .isPresent();
  }

  private static boolean endsWithFarewell(Observation observation) {
    List<Exchanged> answered =
        observation.exchanges.stream().filter(exchange -> exchange.said().isPresent()).toList();
    return !answered.isEmpty() && answered.getLast().isFarewell();
  }

  /** Somebody may have it only where its end was begun to be written. */
  private void unknown(Letter letter, List<Transfer> transfers) {
    boolean heardAll =
        encounter.connections.stream().allMatch(connection -> tape(connection).isHeardToTheEnd());
    if (heardAll
        && !encounter.isDisturbed()
        && transfers.stream().noneMatch(transfer -> transfer.contentEnded)) {
      complaints.add(name(letter) + " is said to be unknown, and had no end");
    }
  }

  private static Tape tape(Encounter.Connection connection) {
    return connection.encrypted().heard().length > 0 ? connection.encrypted() : connection.clear();
  }

  private void dropped(Claims.Dropped dropped) {
    Letter letter = dropped.letter();
    isOpen &= dropped.usableAfterwards();
    if (transfers(letter).stream().anyMatch(Transfer::isComplete)) {
      complaints.add(name(letter) + " was abandoned, and the server has it");
    }
  }

  private void named(Claims.Named named) {
    isOpen &= named.reply().code() != 421;
    String key = Letter.key(named.recipient().address());
    Stream<Exchanged> exchanges =
        observations.stream()
            .flatMap(observation -> observation.transfers.stream())
            .flatMap(transfer -> transfer.recipients.entrySet().stream())
            .filter(entry -> Letter.key(entry.getKey()).equals(key))
            .map(java.util.Map.Entry::getValue);
    same("recipient " + key, named.reply(), exchanges.findFirst().flatMap(Exchanged::reply));
  }

  private void answered(Claims.Answered answered) {
    isOpen &= answered.reply().code() != 421;
    Stream<Exchanged> exchanges =
        observations.stream()
            .flatMap(observation -> observation.exchanges.stream())
            .filter(exchange -> exchange.line().equals(answered.line()));
    same(answered.line(), answered.reply(), exchanges.findFirst().flatMap(Exchanged::reply));
  }

  private void same(String what, Reply claimed, Optional<Reply> observed) {
    if (!observed.equals(Optional.of(claimed))) {
      complaints.add(what + " is said to be answered by " + claimed + ", and was by " + observed);
    }
  }

  private void broke(Claims.Broke broke) {
    usable(broke.what(), broke.how(), broke.usableAfterwards());
    good(broke.what(), broke.how(), broke.usableAfterwards());
  }

  private void usable(String what, SmtpException how, boolean usableAfterwards) {
    // What was refused without asking the server says nothing of a line whose time ran out
    // meanwhile.
    boolean ranOut = how.reply().isEmpty() && !usableAfterwards;
    if (isOpen && how.sessionUsable() != usableAfterwards && !ranOut && !encounter.isDisturbed()) {
      complaints.add(
          what
              + " says that the session is usable: "
              + how.sessionUsable()
              + ", and it is: "
              + usableAfterwards);
    }
  }

  /** A server that keeps to the protocol is not to be blamed. */
  private void good(String what, SmtpException how, boolean usableAfterwards) {
    boolean justified = !isGood || !isOpen || isJustified(how);
    if (!justified) {
      complaints.add(what + " failed though the server did nothing wrong: " + how);
    }
    isOpen &= usableAfterwards;
  }

  private static boolean isJustified(SmtpException how) {
    return switch (how) {
      case SmtpException.Refused refused -> true;
      case SmtpException.AuthenticationFailed failed -> true;
      case SmtpException.Unsupported unsupported -> true;
      case SmtpException.ContentFailed failed -> true;
      case SmtpException.Vetoed vetoed -> true;
      case SmtpException.TimedOut late -> false;
      case SmtpException.TlsFailed failed -> true;
      case SmtpException.Cancelled cancelled -> false;
      case SmtpException.ConnectFailed failed -> false;
      case SmtpException.ConnectionLost lost -> false;
      case SmtpException.ProtocolViolation violation -> false;
    };
  }

  private void authenticated(String mechanism) {
    if (mechanism.startsWith("SCRAM")) {
      complaints.add("a server was believed that does not know the password");
    }
  }

  private static String name(Letter letter) {
    return "letter " + letter.number();
  }
}
