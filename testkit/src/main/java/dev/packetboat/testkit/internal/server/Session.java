package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.internal.sasl.Mechanism;
import dev.packetboat.testkit.internal.server.Settings.Security;
import dev.packetboat.testkit.internal.wire.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;

/** The server's side of one connection, from the greeting to the end. For one thread. */
public final class Session {

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
  private final Conduct conduct;
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
    this.conduct = new Conduct(talk, site);
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
      greet();
      while (true) {
        serve();
      }
    } catch (SocketTimeoutException e) {
      talk.say(replies.of(421, "4.4.2", settings.hostName() + " has waited long enough"));
      talk.flush();
    }
  }

  private void greet() throws IOException, InterruptedException {
    Action action = conduct.judge(Moment.CONNECT, "");
    refusing =
        action instanceof Action.Answer answer && !Reply.written(answer.words()).isPositive();
    conduct.answer(action, () -> Reply.of(220, settings.hostName() + " ESMTP ready"));
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
    if (command.moment() == Moment.BDAT && settings.offers(Extension.CHUNKING)) {
      takeChunk(command.argument());
      return;
    }
    Action action =
        command.moment() == Moment.BDAT
            ? conduct.judge(Moment.UNKNOWN, command.verb())
            : conduct.judge(command.moment(), command.subject());
    if (command.moment() == Moment.RCPT && action instanceof Action.Answer) {
      transfer.recipientWasTried();
    }
    conduct.answer(action, () -> perform(command));
    switch (sequel) {
      case COMMAND -> {}
      case HANDSHAKE -> shakeHands();
      case CONTENT -> readContent();
      case HANGUP -> conduct.hangUp();
    }
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
      case UNKNOWN, BDAT, CONNECT, HANDSHAKE, CONTENT, END_OF_CONTENT ->
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
    conduct.judge(Moment.HANDSHAKE, "");
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
    var reader = new DataReader(transfer.buffer());
    if (!reader.readUpTo(judgement.octets(), talk.wire())) {
      conduct.carryOut(judgement);
    }
    ContentBuffer.Content content = reader.read(talk.wire());
    talk.note(Site.Speaker.CLIENT, "(content of " + content.size() + " octets)");
    conduct.answer(conduct.judge(Moment.END_OF_CONTENT, ""), () -> take(content));
    transfer.reset(); // RFC 5321 §4.1.1.4: whatever the reply
  }

  /** RFC 3030 §2: the octets of a chunk are read in any case, and only then it is answered. */
  private void takeChunk(String argument) throws IOException, InterruptedException {
    Action action = transfer.isInContent() ? new Action.Proceed() : judgeStartOfChunks();
    Optional<Chunk> parsed = Chunk.parse(argument);
    Optional<Reply> obstacle = transfer.beginChunk(parsed);
    Chunk chunk = parsed.orElse(Chunk.NONE);
    ChunkReader reader =
        obstacle.isPresent()
            ? ChunkReader.discarding()
            : transfer.chunks(() -> site.judge(Moment.CONTENT, ""));
    talk.flushUnlessAhead(chunk.size());
    reader.read(chunk.size(), talk.wire(), conduct);
    talk.note(Site.Speaker.CLIENT, "(content of " + chunk.size() + " octets)");
    if (action instanceof Action.Proceed) {
      action = conduct.judge(Moment.BDAT, argument);
    }
    if (action instanceof Action.Proceed && chunk.last() && obstacle.isEmpty()) {
      action = conduct.judge(Moment.END_OF_CONTENT, "");
    }
    conduct.answer(action, () -> obstacle.isPresent() ? obstacle.get() : accept(chunk, reader));
  }

  /** A rule that says yes to DATA has nothing to say to a chunk. */
  private Action judgeStartOfChunks() throws IOException, InterruptedException {
    Action action = conduct.judge(Moment.DATA, "");
    boolean saysYes =
        action instanceof Action.Answer answer && Reply.written(answer.words()).isPositive();
    return saysYes ? new Action.Proceed() : action;
  }

  private Reply accept(Chunk chunk, ChunkReader reader) {
    return chunk.last() ? take(reader.buffer().content()) : transfer.acceptChunk(chunk, reader);
  }

  private Reply take(ContentBuffer.Content content) {
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
