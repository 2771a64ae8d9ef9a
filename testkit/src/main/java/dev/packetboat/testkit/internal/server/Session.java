package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.internal.sasl.Mechanism;
import dev.packetboat.testkit.internal.server.Settings.Security;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;

/** The server's side of one connection, from the greeting to the end. For one thread. */
public final class Session {

  /** What a command asks the server to do; gives the reply. */
  private interface Deed {
    Reply perform() throws IOException;
  }

  /** The connection ends here. */
  private static final class Hangup extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** What follows the reply to a command. */
  private enum Sequel {
    COMMAND,
    HANDSHAKE,
    CONTENT,
    HANGUP
  }

  private final int number;
  private final Site site;
  private final Settings settings;
  private final Replies replies;
  private final Talk talk;
  private final Transfer transfer;
  private Sequel sequel = Sequel.COMMAND;
  private Optional<String> clientName = Optional.empty();
  private boolean extended;
  private boolean refusing;
  private Optional<SSLSession> tls = Optional.empty();
  private Optional<String> user = Optional.empty();

  /**
   * A session that has not begun.
   *
   * @param number of the connection, counted from 1
   */
  public Session(int number, Wire wire, Site site) {
    this.number = number;
    this.site = site;
    this.settings = site.settings();
    this.replies = new Replies(settings.offers(Extension.ENHANCEDSTATUSCODES));
    this.talk = new Talk(wire, site, number);
    this.transfer = new Transfer(settings, replies);
  }

  /** Converses until one of the two has enough. */
  public void run() throws InterruptedException {
    try (Wire wire = talk.wire()) {
      wire.patience(settings.limits().idle());
      converse();
    } catch (IOException clientIsGone) {
      // Whoever closed the connection, there is nobody left to tell.
    }
  }

  /** Refuses the client before it says anything. */
  public void refuse(String reason) {
    try (Wire wire = talk.wire()) {
      talk.say(replies.of(421, "4.7.0", reason));
      talk.flush();
      wire.finishWriting();
    } catch (IOException clientIsGone) {
      // Then it need not be refused.
    }
  }

  private void converse() throws IOException, InterruptedException {
    try {
      if (settings.security().implicit()) {
        shakeHands();
      }
      answer(Moment.CONNECT, "", () -> Reply.of(220, settings.hostName() + " ESMTP ready"));
      while (true) {
        serve();
      }
    } catch (SocketTimeoutException e) {
      talk.say(replies.of(421, "4.4.2", settings.hostName() + " has waited long enough"));
      talk.flush();
    }
  }

  private void serve() throws IOException, InterruptedException {
    Command command;
    try {
      command = talk.nextCommand();
    } catch (Talk.BadLine e) {
      talk.say(replies.of(500, "5.5.2", String.valueOf(e.getMessage())));
      return;
    }
    sequel = Sequel.COMMAND;
    if (refusing && command.moment() != Moment.QUIT) {
      talk.say(replies.of(503, "5.5.1", "no mail here")); // RFC 5321 §3.1
      return;
    }
    answer(command.moment(), command.subject(), () -> perform(command));
    switch (sequel) {
      case COMMAND -> {}
      case HANDSHAKE -> shakeHands();
      case CONTENT -> readContent();
      case HANGUP -> hangUp();
    }
  }

  /** Does what the command asks and replies, unless a rule has it otherwise. */
  private void answer(Moment moment, String subject, Deed deed)
      throws IOException, InterruptedException {
    switch (judge(moment, subject)) {
      case Action.Answer answer -> {
        Reply words = Reply.written(answer.words());
        noteRefusal(moment, words);
        say(replaced(words, deed));
      }
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

  private void noteRefusal(Moment moment, Reply words) {
    if (moment == Moment.RCPT) {
      transfer.recipientWasTried();
    }
    refusing |= moment == Moment.CONNECT && !words.isPositive();
  }

  /** Asks the rules, and does what they say where that ends the session. */
  private Action judge(Moment moment, String subject) throws IOException, InterruptedException {
    Judgement judgement = site.judge(moment, subject);
    carryOut(judgement);
    return judgement.action();
  }

  private void carryOut(Judgement judgement) throws IOException, InterruptedException {
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

  private void fallSilent() throws IOException, InterruptedException {
    talk.flush();
    site.awaitClosing();
    throw new Hangup();
  }

  private Reply replaced(Reply words, Deed deed) throws IOException {
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

  private void hangUp() throws IOException {
    talk.flush();
    throw new Hangup();
  }

  private Reply perform(Command command) throws IOException {
    return switch (command.moment()) {
      case EHLO -> hello(command.argument(), true);
      case HELO -> hello(command.argument(), false);
      case STARTTLS -> startTls(command.argument());
      case AUTH -> authenticate(command);
      case MAIL -> mail(command.argument());
      case RCPT -> transfer.recipient(command.argument());
      case DATA -> data(command.argument());
      case RSET -> reset(command.argument());
      case NOOP -> replies.of(250, "2.0.0", "ok");
      case VRFY -> replies.of(252, "2.1.5", "try it and see"); // RFC 5321 §3.5.3
      case EXPN -> replies.of(502, "5.5.1", "no lists here");
      case HELP -> replies.of(214, "2.0.0", "see RFC 5321");
      case QUIT -> quit(command.argument());
      case UNKNOWN, CONNECT, HANDSHAKE, CONTENT, END_OF_CONTENT ->
          replies.of(500, "5.5.2", "no such command");
    };
  }

  private Reply hello(String name, boolean extended) {
    if (name.isBlank() || name.contains(" ")) {
      return Reply.of(501, "who are you?"); // RFC 2034 §4: no enhanced codes in greeting and hello
    }
    clientName = Optional.of(name);
    this.extended = extended;
    transfer.greeted(extended);
    String greeting = settings.hostName() + " greets " + name;
    return extended ? Reply.of(250, announcement(greeting)) : Reply.of(250, greeting);
  }

  private List<String> announcement(String greeting) {
    List<String> lines = new ArrayList<>(List.of(greeting));
    for (Extension extension : Extension.values()) {
      if (settings.offers(extension)) {
        lines.add(
            extension == Extension.SIZE
                ? "SIZE " + settings.limits().messageSize()
                : extension.keyword());
      }
    }
    if (settings.security().context().isPresent() && tls.isEmpty()) {
      lines.add("STARTTLS");
    }
    List<Mechanism> mechanisms = Authentication.offered(settings, tls);
    if (!mechanisms.isEmpty()) {
      lines.add(
          mechanisms.stream()
              .map(Mechanism::keyword)
              .collect(Collectors.joining(" ", "AUTH ", "")));
    }
    lines.addAll(settings.announced());
    return lines;
  }

  private Reply startTls(String argument) {
    if (settings.security().context().isEmpty()) {
      return replies.of(502, "5.5.1", "no TLS here");
    }
    if (tls.isPresent() || transfer.isOpen()) {
      return replies.of(503, "5.5.1", "not now");
    }
    if (!argument.isEmpty()) {
      return replies.of(501, "5.5.4", "STARTTLS has no parameters"); // RFC 3207 §4
    }
    sequel = Sequel.HANDSHAKE;
    return replies.of(220, "2.0.0", "go ahead");
  }

  private void shakeHands() throws IOException, InterruptedException {
    talk.flush();
    judge(Moment.HANDSHAKE, "");
    SSLSession session =
        talk.wire().startTls(settings.security().context().orElseThrow().get(), true);
    tls = Optional.of(session);
    // RFC 3207 §4.2: what the client said in clear is forgotten
    clientName = Optional.empty();
    user = Optional.empty();
    site.secured(number, session);
  }

  private Reply authenticate(Command command) throws IOException {
    if (!extended || clientName.isEmpty() || user.isPresent() || transfer.isOpen()) {
      return replies.of(503, "5.5.1", "not now"); // RFC 4954 §4
    }
    if (mustStartTls()) {
      return replies.of(530, "5.7.0", "STARTTLS first");
    }
    var authentication = new Authentication(talk, settings, replies, tls);
    Reply reply = authentication.run(command);
    user = authentication.user();
    user.ifPresent(name -> site.authenticated(number, name));
    return reply;
  }

  private boolean mustStartTls() {
    Security security = settings.security();
    return security.required() && tls.isEmpty();
  }

  private Reply mail(String argument) {
    if (clientName.isEmpty()) {
      return replies.of(503, "5.5.1", "EHLO first"); // RFC 5321 §4.1.1.1
    }
    if (mustStartTls()) {
      return replies.of(530, "5.7.0", "STARTTLS first");
    }
    if (settings.access().required() && user.isEmpty()) {
      return replies.of(530, "5.7.0", "AUTH first"); // RFC 4954 §6
    }
    boolean knowsAuth = extended && !Authentication.offered(settings, tls).isEmpty();
    return transfer.mail(argument, knowsAuth ? List.of("AUTH") : List.of());
  }

  private Reply data(String argument) {
    if (!argument.isEmpty()) {
      return replies.of(501, "5.5.4", "DATA has no parameters");
    }
    Reply reply = transfer.data();
    sequel = reply.isPositive() ? Sequel.CONTENT : Sequel.COMMAND;
    return reply;
  }

  private void readContent() throws IOException, InterruptedException {
    talk.flush();
    Judgement judgement = site.judge(Moment.CONTENT, "");
    var limits = settings.limits();
    var reader = new DataReader(limits.messageSize(), limits.contentLine());
    if (!reader.readUpTo(judgement.octets(), talk.wire())) {
      carryOut(judgement);
    }
    DataReader.Content content = reader.read(talk.wire());
    talk.note(Site.Speaker.CLIENT, "(content of " + content.size() + " octets)");
    answer(Moment.END_OF_CONTENT, "", () -> take(content));
    transfer.reset(); // RFC 5321 §4.1.1.4: whatever the reply
  }

  private Reply take(DataReader.Content content) {
    Optional<Reply> refusal = transfer.refusal(content);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var client =
        new Delivery.Client(number, talk.wire().client(), clientName.orElse(""), tls, user);
    String id = site.take(transfer.complete(content.octets(), client, talk.takeTranscript()));
    return replies.of(250, "2.0.0", "ok: queued as " + id);
  }

  private Reply reset(String argument) {
    if (!argument.isEmpty()) {
      return replies.of(501, "5.5.4", "RSET has no parameters");
    }
    transfer.reset();
    return replies.of(250, "2.0.0", "ok");
  }

  private Reply quit(String argument) {
    if (!argument.isEmpty()) {
      return replies.of(501, "5.5.4", "QUIT has no parameters");
    }
    sequel = Sequel.HANGUP;
    return replies.of(221, "2.0.0", settings.hostName() + " says goodbye");
  }
}
