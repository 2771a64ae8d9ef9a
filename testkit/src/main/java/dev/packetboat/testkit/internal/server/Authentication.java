package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.internal.sasl.Answer;
import dev.packetboat.testkit.internal.sasl.Exchange;
import dev.packetboat.testkit.internal.sasl.Mechanism;
import dev.packetboat.testkit.internal.sasl.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * RFC 4954: the command AUTH, from its mechanism to its last reply. For one attempt of one client.
 */
final class Authentication {

  private final Talk talk;
  private final Settings settings;
  private final Replies replies;
  private final Optional<SSLSession> tls;
  private Optional<String> user = Optional.empty();

  Authentication(Talk talk, Settings settings, Replies replies, Optional<SSLSession> tls) {
    this.talk = talk;
    this.settings = settings;
    this.replies = replies;
    this.tls = tls;
  }

  /** The mechanisms that a client is offered on a connection such as this. */
  static List<Mechanism> offered(Settings settings, Optional<SSLSession> tls) {
    Settings.Access access = settings.access();
    if (!access.mechanisms().isEmpty()) {
      return access.mechanisms();
    }
    return Arrays.stream(Mechanism.values())
        .filter(mechanism -> mechanism.fits(access.accounts(), tls))
        .filter(mechanism -> tls.isPresent() || mechanism.worksInClear())
        .toList();
  }

  /** As whom the client has logged in. */
  Optional<String> user() {
    return user;
  }

  Reply run(Command command) throws IOException {
    List<Mechanism> offered = offered(settings, tls);
    Optional<Mechanism> mechanism = Mechanism.of(command.firstWord()).filter(offered::contains);
    if (mechanism.isEmpty()) {
      return replies.of(504, "5.5.4", "no such mechanism here");
    }
    boolean bindingOffered = offered.stream().anyMatch(Mechanism::binds);
    Exchange exchange =
        mechanism
            .get()
            .begin(
                new Surroundings(
                    settings.access().accounts(), settings.hostName(), tls, bindingOffered));
    String initial = command.argument().substring(command.firstWord().length()).strip();
    try {
      return converse(exchange, initial);
    } catch (Talk.BadLine e) {
      return replies.of(500, "5.5.6", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException notBase64) {
      return replies.of(501, "5.5.2", "not base64");
    }
  }

  private Reply converse(Exchange exchange, String initial) throws IOException, Talk.BadLine {
    String response =
        initial.isEmpty() ? challenge(exchange.opening().orElse(new byte[0])) : initial;
    while (!response.equals("*")) {
      // RFC 4954 §4: a single = is an initial response of no octets
      byte[] octets = Base64.getDecoder().decode(response.equals("=") ? "" : response);
      switch (exchange.next(octets)) {
        case Answer.Challenge challenge -> response = challenge(challenge.data());
        case Answer.Accepted accepted -> {
          user = Optional.of(accepted.user());
          return replies.of(235, "2.7.0", "welcome");
        }
        case Answer.Refused refused -> {
          return replies.of(535, "5.7.8", "these credentials are not right");
        }
        case Answer.Malformed malformed -> {
          return replies.of(501, "5.5.2", "not a response of this mechanism");
        }
      }
    }
    return replies.of(501, "5.7.0", "as you wish");
  }

  private String challenge(byte[] octets) throws IOException, Talk.BadLine {
    talk.say(
        Reply.of(334, new String(Base64.getEncoder().encode(octets), StandardCharsets.US_ASCII)));
    return talk.nextSecret();
  }
}
