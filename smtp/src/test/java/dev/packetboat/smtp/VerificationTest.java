package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Address;
import dev.packetboat.testkit.ScriptedServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** VRFY and EXPN (RFC 5321 §3.5). */
class VerificationTest {

  private static Verification ask(String command, String replies) throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + "C: " + command + "\n" + replies + QUIT);
        var session = connect(server)) {
      String argument = command.substring(5);
      return command.startsWith("VRFY") ? session.verify(argument) : session.expand(argument);
    }
  }

  private static List<String> addresses(List<Verification.Mailbox> mailboxes) {
    return mailboxes.stream()
        .map(one -> one.address().map(Address::toString).orElse("none"))
        .toList();
  }

  @Test
  void aMailboxIsKnownByItsNameAndAddress() throws SmtpException {
    Verification answer = ask("VRFY smith", "S: 250 2.1.5 Joe Smith <joe.smith@mx.test>\n");

    assertThat(answer)
        .isEqualTo(
            new Verification.Known(
                Reply.of(250, "2.1.5 Joe Smith <joe.smith@mx.test>"),
                List.of(
                    new Verification.Mailbox(
                        "Joe Smith <joe.smith@mx.test>",
                        Optional.of(Address.parse("joe.smith@mx.test"))))));
  }

  /** Only what the line certainly says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          joe@mx.test                         | joe@mx.test
          <joe@mx.test>                       | joe@mx.test
          "Smith, Joe" <joe@mx.test>          | joe@mx.test
          Joe "<" Smith <"j s"@mx.test>       | "j s"@mx.test
          Postmaster                          | Postmaster
          Joe Smith                           | none
          Joe <joe>                           | none
          Joe <joe@mx.test> is here           | none
          joe@mx.test, ann@mx.test            | none
          <>                                  | none
          ok                                  | none
          """)
  void theAddressIsReadWhereThereIsOne(String line, String address) throws SmtpException {
    Verification answer = ask("VRFY joe", "S: 250 " + line + "\n");

    assertThat(answer).isInstanceOf(Verification.Known.class);
    assertThat(addresses(((Verification.Known) answer).mailboxes())).containsExactly(address);
  }

  @Test
  void aListHasItsMembersLineByLine() throws SmtpException {
    Verification answer =
        ask(
            "EXPN friends",
            """
            S: 250-2.1.5 Ann <ann@mx.test>
            S: 250-2.1.5 bob@mx.test
            S: 250 2.1.5 and others
            """);

    assertThat(answer).isInstanceOf(Verification.Known.class);
    List<Verification.Mailbox> members = ((Verification.Known) answer).mailboxes();
    assertThat(addresses(members)).containsExactly("ann@mx.test", "bob@mx.test", "none");
    assertThat(members).last().hasToString("and others");
    assertThat(answer.reply().lines()).hasSize(3);
  }

  // RFC 5321 §3.4
  @Test
  void aMailboxMayBeElsewhere() throws SmtpException {
    assertThat(ask("VRFY joe", "S: 251 User not local; will forward to <joe@b.test>\n"))
        .isInstanceOfSatisfying(
            Verification.Forwarding.class,
            there -> assertThat(there.path()).contains(Address.parse("joe@b.test")));
    assertThat(ask("VRFY joe", "S: 551-5.1.6 Gone\nS: 551 5.1.6 try <joe@b.test>\n"))
        .isInstanceOfSatisfying(
            Verification.Elsewhere.class,
            there -> assertThat(there.path()).contains(Address.parse("joe@b.test")));
    assertThat(ask("VRFY joe", "S: 551 User not local\n"))
        .isEqualTo(new Verification.Elsewhere(Reply.of(551, "User not local"), Optional.empty()));
  }

  // RFC 5321 §3.5.1
  @Test
  void severalMayBeMeant() throws SmtpException {
    Verification answer =
        ask(
            "VRFY smith",
            """
            S: 553-Ambiguous; possibilities are
            S: 553-Joe Smith <jsmith@mx.test>
            S: 553 <hsmith@mx.test>
            """);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Verification.Ambiguous.class,
            several ->
                assertThat(addresses(several.candidates()))
                    .containsExactly("jsmith@mx.test", "hsmith@mx.test"));
    assertThat(ask("VRFY smith", "S: 553 User ambiguous\n"))
        .isEqualTo(new Verification.Ambiguous(Reply.of(553, "User ambiguous"), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "250, Known",
    "211, Known",
    "252, NotSaid",
    "500, NotImplemented",
    "502, NotImplemented",
    "504, NotImplemented",
    "550, Refused",
    "530, Refused",
    "450, Refused"
  })
  void theCodeDecides(int code, String meaning) throws SmtpException {
    Verification answer = ask("EXPN friends", "S: " + code + " words\n");

    assertThat(answer.getClass().getSimpleName()).isEqualTo(meaning);
    assertThat(answer.reply()).isEqualTo(Reply.of(code, "words"));
  }

  // RFC 5321 §3.8: it is an answer, and the end
  @Test
  void afterAFarewellTheSessionIsOver() throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + "C: VRFY ann\nS: 421 bye\n");
        var session = connect(server)) {
      assertThat(session.verify("ann")).isInstanceOf(Verification.Refused.class);
      assertThat(session.isUsable()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ann\r\nRSET", "\u00e4nn"})
  void noNameBecomesACommand(String name) throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + QUIT);
        var session = connect(server)) {
      assertThatThrownBy(() -> session.verify(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.expand(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
