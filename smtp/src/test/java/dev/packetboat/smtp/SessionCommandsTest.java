package dev.packetboat.smtp;

import static dev.packetboat.smtp.Scripts.GREETED;
import static dev.packetboat.smtp.Scripts.QUIT;
import static dev.packetboat.smtp.Scripts.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NOOP, RSET and raw commands. */
class SessionCommandsTest {

  @Test
  void eachIsAnsweredWithTheServersWords() throws SmtpException {
    try (var server =
            ScriptedServer.play(
                GREETED
                    + """
                    C: NOOP
                    S: 250 here
                    C: RSET
                    S: 250 forgotten
                    C: HELP
                    S: 214 no
                    C: ETRN mx.test
                    S: 458 not now
                    """
                    + QUIT);
        var session = connect(server)) {
      assertThat(session.noop().text()).isEqualTo("here");
      assertThat(session.reset().text()).isEqualTo("forgotten");
      assertThat(session.command("HELP").code()).isEqualTo(214);
      assertThat(session.command("ETRN mx.test").code()).isEqualTo(458);
    }
  }

  // No input becomes a second command.
  @ParameterizedTest
  @ValueSource(strings = {"NOOP\r\nRSET", "NOOP\nRSET", "NOOP\0", "", "  ", "HELP \u00fcber"})
  void whatIsNotOneLineOfAsciiIsRefused(String line) throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + QUIT);
        var session = connect(server)) {
      assertThatThrownBy(() -> session.command(line)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.verify("x\r\n" + line))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATA",
        "data",
        " Quit",
        "STARTTLS",
        "AUTH PLAIN x",
        "MAIL FROM:<>",
        "BDAT 0 LAST"
      })
  void whatHasAMethodOfItsOwnIsNotARawCommand(String line) throws SmtpException {
    try (var server = ScriptedServer.play(GREETED + QUIT);
        var session = connect(server)) {
      assertThatThrownBy(() -> session.command(line)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
