package dev.packetboat.smtp;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Notify;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.mail.ReturnContent;
import dev.packetboat.testkit.Dialogue;
import dev.packetboat.testkit.DialogueServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One dialogue of the corpus: the server that it scripts, and what it asks of the client. */
record CorpusDialogue(JsonNode json) {

  /**
   * How it ended for the client.
   *
   * @param outcome in the words of the corpus
   * @param failure what was thrown, if anything
   * @param recipients by address, in the words of the corpus
   * @param neighbours what was sent before and behind
   */
  record Result(
      String outcome,
      Optional<SmtpException> failure,
      Map<String, String> recipients,
      List<Sending> neighbours) {

    private Result(
        String outcome, Optional<SmtpException> failure, Map<String, String> recipients) {
      this(outcome, failure, recipients, List.of());
    }

    private Result beside(List<Sending> neighbours) {
      return new Result(outcome, failure, recipients, neighbours);
    }
  }

  String id() {
    return json.get("id").asString();
  }

  JsonNode expected() {
    return json.get("expect");
  }

  /** How its messages are sent. */
  enum Manner {
    ONE_BY_ONE,
    THROUGH_A_PIPELINE,
    /** The same, one more message before and one behind. */
    AMID_NEIGHBOURS,
    /** The same, by a server that announces PIPELINING, whatever it is in the corpus. */
    IN_GROUPS_AMID_NEIGHBOURS;

    boolean hasNeighbours() {
      return this == AMID_NEIGHBOURS || this == IN_GROUPS_AMID_NEIGHBOURS;
    }
  }

  boolean sendsMessages() {
    return !json.get("client").get("transactions").isEmpty();
  }

  /** The server; with neighbours there is no telling what the client must not send. */
  Dialogue script(Manner manner) {
    Dialogue.Builder script = Dialogue.builder();
    if (manner.hasNeighbours()) {
      new NeighbourlyScript(this, script, manner).write();
    } else {
      steps().forEach(step -> add(script, step));
      expected()
          .path("must_not_send")
          .valueStream()
          .forEach(regex -> script.mustNotSend(regex.asString()));
    }
    if (json.path("after").asString("default").equals("close")) {
      script.thenClose();
    }
    switch (json.path("server_write").asString("")) {
      case "char" -> script.pieces(Dialogue.Pieces.OCTETS);
      case "line" -> script.pieces(Dialogue.Pieces.LINES);
      default -> {}
    }
    return script.build();
  }

  /** Whether the server hangs up before the client wants to. */
  boolean isCutShort() {
    return json.path("after").asString("default").equals("close")
        || steps().anyMatch(step -> step.has("CLOSE") || step.has("CLIENT_CLOSED"));
  }

  Stream<JsonNode> steps() {
    return json.get("steps").valueStream();
  }

  static void add(Dialogue.Builder script, JsonNode step) {
    if (step.has("C?")) {
      script.perhaps(
          step.get("C?").asString(),
          step.path("S").asString(""),
          then -> step.path("then").valueStream().forEach(inner -> add(then, inner)));
    } else if (step.has("S")) {
      script.send(step.get("S").asString());
    } else if (step.has("S_hex")) {
      script.send(HexFormat.of().parseHex(step.get("S_hex").asString()));
    } else if (step.has("C")) {
      script.expect(step.get("C").asString());
    } else if (step.has("SLEEP")) {
      script.pause(Duration.ofMillis(step.get("SLEEP").asLong()));
    } else if (step.has("TLS")) {
      script.startTls();
    } else if (step.has("CLOSE")) {
      script.close();
    } else if (step.has("CLIENT_CLOSED")) {
      script.clientCloses();
    } else if (step.has("wire_exact")) {
      script.contentEndingWith(step.get("wire_exact").asString());
    } else if (step.has("match")) {
      script.contentMatching(step.get("match").asString());
    } else if (step.has("DATA")) {
      script.content();
    } else {
      throw new AssertionError("a step of an unknown kind: " + step);
    }
  }

  /** Does what the dialogue asks of the client. */
  Result drive(DialogueServer server, Manner manner) {
    JsonNode wanted = json.get("client");
    List<JsonNode> transactions = wanted.get("transactions").valueStream().toList();
    try (SmtpSession session = client(wanted, server).connect()) {
      if (manner == Manner.ONE_BY_ONE) {
        return together(
            transactions.stream()
                .map(one -> result(() -> session.send(envelope(one), content(one))))
                .toList());
      }
      List<Sent> sent = new ArrayList<>();
      List<Sending> neighbours = new ArrayList<>();
      try (Pipeline pipeline = session.pipeline()) {
        if (manner.hasNeighbours()) {
          neighbours.add(NeighbourlyScript.send(pipeline, "before"));
        }
        transactions.forEach(one -> sent.add(sent(pipeline, one)));
        if (manner.hasNeighbours()) {
          neighbours.add(NeighbourlyScript.send(pipeline, "behind"));
        }
      }
      return together(sent.stream().map(CorpusDialogue::result).toList()).beside(neighbours);
    } catch (SmtpException failure) {
      return new Result(outcome(failure), Optional.of(failure), Map.of());
    } catch (IllegalArgumentException refused) {
      return new Result("client-refuses", Optional.empty(), Map.of());
    }
  }

  private static SmtpClient.Builder client(JsonNode wanted, DialogueServer server) {
    Duration timeout = Duration.ofMillis(wanted.path("timeout_ms").asLong(10_000));
    SmtpClient.Builder client =
        (wanted.path("lmtp").asBoolean(false)
                ? SmtpClient.lmtp(server.host(), server.port())
                : SmtpClient.relay(server.host()).port(server.port()))
            .localName(wanted.get("helo").asString())
            .timeouts(Timeouts.builder().all(timeout).build())
            .tls(
                switch (wanted.get("tls").asString()) {
                  case "required" -> TlsMode.REQUIRED;
                  case "opportunistic" -> TlsMode.OPPORTUNISTIC;
                  default -> TlsMode.NONE;
                });
    if (wanted.path("tls_trust").asString("").equals("any")) {
      client.tlsOptions(TlsOptions.builder().trustAnyCertificateInsecurely().build());
    }
    JsonNode auth = wanted.path("auth");
    if (auth.isObject()) {
      client
          .credentials(
              Credentials.password(auth.get("user").asString(), auth.get("pass").asString()))
          .allowCleartextAuthentication();
      if (auth.path("mech").isString()) {
        client.mechanism(auth.get("mech").asString());
      }
    }
    return client;
  }

  /** A message that is sent, or is being sent. */
  private interface Sent {
    Receipt receipt() throws SmtpException;
  }

  private static Sent sent(Pipeline pipeline, JsonNode wanted) {
    try {
      return pipeline.send(envelope(wanted), content(wanted))::receipt;
    } catch (IllegalArgumentException refused) {
      return () -> {
        throw refused;
      };
    }
  }

  /** Several messages: the first that is not delivered stands for all. */
  private static Result together(List<Result> results) {
    Result last = new Result("delivered", Optional.empty(), Map.of());
    for (Result result : results) {
      last =
          last.outcome().equals("delivered") || last.outcome().equals(result.outcome())
              ? result
              : last;
    }
    return last;
  }

  private static Result result(Sent sent) {
    try {
      Receipt receipt = sent.receipt();
      Map<String, String> recipients = new LinkedHashMap<>();
      receipt.recipients().forEach(result -> recipients.put(address(result), outcome(result)));
      boolean all = receipt.refused().isEmpty();
      return new Result(all ? "delivered" : "partial", Optional.empty(), recipients);
    } catch (SmtpException failure) {
      Map<String, String> recipients = new LinkedHashMap<>();
      failure.recipients().forEach(result -> recipients.put(address(result), outcome(result)));
      return new Result(outcome(failure), Optional.of(failure), recipients);
    } catch (IllegalArgumentException refused) {
      return new Result("client-refuses", Optional.empty(), Map.of());
    }
  }

  private static Envelope envelope(JsonNode wanted) {
    String from = wanted.get("from").asString();
    Envelope envelope = from.isEmpty() ? Envelope.fromNullSender() : Envelope.from(from);
    JsonNode options = wanted.path("opts");
    RecipientOptions recipientOptions = recipientOptions(options);
    for (JsonNode to : wanted.get("to").valueStream().toList()) {
      envelope = envelope.to(Address.parse(to.asString()), recipientOptions);
    }
    if (options.has("ret")) {
      boolean full = options.get("ret").asString().equals("FULL");
      envelope =
          envelope.with(
              MailParameter.returnContent(full ? ReturnContent.FULL : ReturnContent.HEADERS));
    }
    if (options.path("requiretls").asBoolean(false)) {
      envelope = envelope.with(MailParameter.requireTls());
    }
    if (options.has("envid")) {
      envelope = envelope.with(MailParameter.envelopeId(options.get("envid").asString()));
    }
    return envelope;
  }

  private static RecipientOptions recipientOptions(JsonNode options) {
    if (!options.has("notify")) {
      return RecipientOptions.NONE;
    }
    Notify[] events =
        options
            .get("notify")
            .valueStream()
            .map(event -> Notify.valueOf(event.asString()))
            .toArray(Notify[]::new);
    RecipientOptions asked =
        RecipientOptions.notify(events[0], java.util.Arrays.copyOfRange(events, 1, events.length));
    return options.has("orcpt")
        ? asked.originalRecipient(options.get("orcpt").asString().substring("rfc822;".length()))
        : asked;
  }

  private static Content content(JsonNode wanted) {
    if (wanted.has("msg")) {
      return Content.of(wanted.get("msg").asString());
    }
    return Content.of("Subject: big\r\n\r\n" + ("*".repeat(62) + "\r\n").repeat(16384));
  }

  private static String address(RecipientResult result) {
    return result.recipient().address().toString();
  }

  private static String outcome(RecipientResult result) {
    return switch (result.answer()) {
      case RecipientResult.Accepted yes -> "delivered";
      case RecipientResult.Refused no -> no.reply().isPermanent() ? "permanent" : "transient";
      case RecipientResult.NotAsked why -> "permanent";
      case RecipientResult.Unanswered silence -> "unknown";
    };
  }

  private static String outcome(SmtpException failure) {
    if (failure instanceof SmtpException.Unsupported) {
      return "permanent";
    }
    boolean permanent = failure.reply().filter(Reply::isPermanent).isPresent();
    boolean said =
        failure instanceof SmtpException.Refused
            || failure instanceof SmtpException.AuthenticationFailed;
    boolean unusable =
        failure instanceof SmtpException.AuthenticationFailed && failure.reply().isEmpty();
    return (permanent && said) || unusable ? "permanent" : "transient";
  }
}
