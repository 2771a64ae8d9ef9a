package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.Moment;
import java.io.IOException;
import java.time.Duration;

/** How the server answers: as it should, or as the rules have it. For one thread. */
final class Conduct {

  /** What a command asks the server to do; gives the reply. */
  interface Deed {
    Reply perform() throws IOException;
  }

  /** The connection ends here. */
  private static final class Hangup extends IOException {
    private static final long serialVersionUID = 1;
  }

  private final Talk talk;
  private final Site site;

  Conduct(Talk talk, Site site) {
    this.talk = talk;
    this.site = site;
  }

  /** Asks the rules, and does what they say where that ends the session. */
  Action judge(Moment moment, String subject) throws IOException, InterruptedException {
    Judgement judgement = site.judge(moment, subject);
    carryOut(judgement);
    return judgement.action();
  }

  /** Waits, and does what ends the session; what is to be done at the reply is left. */
  void carryOut(Judgement judgement) throws IOException, InterruptedException {
    if (judgement.delay().isPositive()) {
      talk.flush();
      site.pause(judgement.delay());
    }
    switch (judgement.action()) {
      case Action.Drop drop -> hangUp();
      case Action.Reset reset -> {
        talk.flush();
        talk.wire().reset();
        throw new Hangup();
      }
      case Action.Stall stall -> fallSilent();
      case Action.Proceed go -> {}
      case Action.Answer go -> {}
      case Action.LoseReply go -> {}
      case Action.WithholdReply go -> {}
      case Action.GarbleReply go -> {}
      case Action.HalveReply go -> {}
      case Action.DripReply go -> {}
    }
  }

  /** Does what the command asks and replies, unless the rules have it otherwise. */
  void answer(Action action, Deed deed) throws IOException, InterruptedException {
    switch (action) {
      case Action.Answer answer -> say(replaced(Reply.written(answer.words()), deed));
      case Action.LoseReply lose -> {
        deed.perform();
        hangUp();
      }
      case Action.WithholdReply withhold -> {
        deed.perform();
        fallSilent();
      }
      case Action.GarbleReply garble -> {
        deed.perform();
        talk.say(Reply.written("what a day this was"));
      }
      case Action.HalveReply halve -> {
        talk.sayHalf(deed.perform());
        hangUp();
      }
      case Action.DripReply drip -> drip(deed.perform(), drip.pause());
      default -> say(deed.perform());
    }
  }

  private static Reply replaced(Reply words, Deed deed) throws IOException {
    if (!words.isPositive()) {
      return words;
    }
    Reply own = deed.perform();
    return own.isPositive() ? words : own;
  }

  private void say(Reply reply) throws IOException {
    talk.say(reply);
    if (reply.closes()) {
      hangUp();
    }
  }

  private void drip(Reply reply, Duration pause) throws IOException, InterruptedException {
    talk.flush();
    talk.say(reply);
    for (byte octet : talk.takeUnsent()) {
      site.pause(pause);
      talk.wire().write(new byte[] {octet});
    }
    if (reply.closes()) {
      hangUp();
    }
  }

  private void fallSilent() throws IOException, InterruptedException {
    talk.flush();
    site.awaitClosing();
    throw new Hangup();
  }

  /** Says what is still to be said, and ends the session. */
  void hangUp() throws IOException {
    talk.flush();
    throw new Hangup();
  }
}
