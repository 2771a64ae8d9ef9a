package dev.packetboat.smtp.internal.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SaslMechanism;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A server that plays the lines of an authentication and fails the test where the client leaves
 * them. {@code C: } and a line, {@code C~ } and a regular expression, {@code S: } and a reply of
 * one line, {@code [closed]}.
 */
final class SaslScript implements Authentication.Line {

  private final Queue<String> lines;

  private SaslScript(List<String> lines) {
    this.lines = new ArrayDeque<>(lines);
  }

  static SaslScript of(String script) {
    return new SaslScript(script.lines().toList());
  }

  /** With a server of this name, on a connection on which secrets may be sent. */
  static String authenticate(String script, Credentials credentials, String... offered)
      throws SmtpException {
    return authenticate(script, credentials, 587, offered);
  }

  static String authenticate(String script, Credentials credentials, int port, String... offered)
      throws SmtpException {
    SaslScript server = of(script);
    String mechanism = server.authentication(port, offered).run(credentials, Optional.empty());
    server.assertPlayed();
    return mechanism;
  }

  static SmtpException.AuthenticationFailed failure(
      String script, Credentials credentials, String... offered) {
    SaslScript server = of(script);
    Authentication authentication = server.authentication(587, offered);
    var failed =
        catchThrowableOfType(
            SmtpException.AuthenticationFailed.class,
            () -> authentication.run(credentials, Optional.empty()));
    assertThat(failed).isNotNull();
    server.assertPlayed();
    return failed;
  }

  Authentication authentication(int port, String... offered) {
    var context =
        new SaslMechanism.Context("server.example.com", port, List.of(offered), Optional.empty());
    return new Authentication(new MechanismChoice(context, Optional.empty()), this);
  }

  @Override
  public Reply call(String open, String secret) throws SmtpException {
    assertThat(open).as("what may be shown").matches("|\\*|AUTH [A-Z0-9-]+");
    String line = open + (open.isEmpty() || secret.isEmpty() ? "" : " ") + secret;
    assertThat(lines).as("the client says more: %s", line).isNotEmpty();
    String due = lines.remove();
    if (due.startsWith("C~ ")) {
      assertThat(line).matches(due.substring("C~ ".length()));
    } else {
      assertThat("C: " + line).isEqualTo(due);
    }
    String answer = lines.remove();
    if (answer.equals("[closed]")) {
      throw new SmtpException.ConnectionLost(At.phase(Phase.AUTH), "the server hung up");
    }
    int code = Integer.parseInt(answer, "S: ".length(), "S: 000".length(), 10);
    return Reply.of(code, answer.substring("S: 000".length()).stripLeading());
  }

  void assertPlayed() {
    assertThat(lines).as("what the client did not do").isEmpty();
  }
}
