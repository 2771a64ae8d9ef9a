package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.cli.RecipientReport.Attempt;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session said, as a report. */
class ReportsTest {

  private static final Envelope ENVELOPE =
      Envelope.from("joe@client.test").to("ann@mx.test", "bob@mx.test");
  private static final Letter LETTER =
      new Letter("letter.eml", Content.of(""), Optional.empty(), ENVELOPE, List.of());
  private static final InetSocketAddress RELAY = new InetSocketAddress("127.0.0.9", 25);
  private static final ConnectAttempt REFUSED =
      new ConnectAttempt(new InetSocketAddress("127.0.0.8", 25), "connection refused");

  private final Peer peer = new Peer();
  private final Heard heard = new Heard(peer);
  private final Reports reports = new Reports(LETTER, "relay.test");

  @BeforeEach
  void connect() {
    peer.hear(new SmtpEvent.NotConnected(REFUSED));
    peer.hear(new SmtpEvent.Connected(RELAY));
  }

  private void answered(int recipient, int code, String text) {
    heard.hear(
        new SmtpEvent.RecipientAnswered(
            RecipientResult.of(ENVELOPE.recipients().get(recipient), Reply.of(code, text))));
  }

  private static SmtpException lost(Phase phase, Acceptance acceptance) {
    return new SmtpException.ConnectionLost(
        At.phase(phase).acceptance(acceptance), "the line broke", new IOException("gone"));
  }

  @Test
  void whoWasRefusedBeforeTheLineBrokeIsRefused() {
    heard.hear(new SmtpEvent.SenderAnswered(Reply.of(250, "ok")));
    answered(0, 550, "5.1.1 no such user");
    answered(1, 250, "ok");

    var recipients =
        reports.failed(heard, lost(Phase.CONTENT_END, Acceptance.UNKNOWN)).recipients();

    assertThat(recipients)
        .extracting(RecipientReport::status)
        .containsExactly(Status.FAILED, Status.UNKNOWN);
    assertThat(recipients.get(0).enhanced()).contains("5.1.1");
    assertThat(recipients.get(1).reason()).contains("the server may have it: the line broke");
  }

  @Test
  void whatIsSaidToRecipientsOfARefusedSenderIsAboutNobody() {
    heard.hear(new SmtpEvent.SenderAnswered(Reply.of(550, "5.7.1 not you")));
    answered(0, 503, "5.5.1 MAIL first");
    var refused =
        new SmtpException.Refused(
            At.phase(Phase.MAIL).reply(Reply.of(550, "5.7.1 not you")), "no", List.of());

    assertThat(reports.failed(heard, refused).recipients())
        .extracting(recipient -> recipient.reply().orElseThrow().code())
        .containsExactly(550, 550);
  }

  @Test
  void addressesThatWereTriedBeforeAreTold() {
    var refused =
        new SmtpException.Refused(At.phase(Phase.MAIL).reply(Reply.of(451, "no")), "no", List.of());

    assertThat(reports.failed(heard, refused).recipients().get(0).attempts())
        .containsExactly(new Attempt("relay.test", Optional.of("127.0.0.8"), "connection refused"));
  }

  @Test
  void theServerThatDidNotAnswerIsToldAsAnAttempt() {
    var recipient = reports.failed(heard, lost(Phase.MAIL, Acceptance.NO)).recipients().get(0);

    assertThat(recipient.hop()).isEmpty();
    assertThat(recipient.attempts())
        .containsExactly(
            new Attempt("relay.test", Optional.of("127.0.0.8"), "connection refused"),
            new Attempt("relay.test", Optional.of("127.0.0.9"), "the line broke"));
  }

  @Test
  void aRefusedPasswordIsToldInTheServersWordsAndCanBeTriedAgain() {
    var refused =
        new SmtpException.AuthenticationFailed(
            At.phase(Phase.AUTH).reply(Reply.of(535, "wrong")), "authentication was refused");
    MessageReport report = reports.failed(heard, refused);

    assertThat(report.trouble()).isEqualTo(MessageReport.Trouble.CREDENTIALS);
    assertThat(report.recipients())
        .allSatisfy(
            recipient -> {
              assertThat(recipient.status()).isEqualTo(Status.DEFERRED);
              assertThat(recipient.reply()).contains(Reply.of(535, "wrong"));
              assertThat(recipient.enhanced()).as("none is made up").isEmpty();
              assertThat(recipient.reason()).contains("authentication was refused");
            });
  }

  @Test
  void aPasswordThatCannotBeCheckedNowIsNotRefused() {
    var later =
        new SmtpException.AuthenticationFailed(
            At.phase(Phase.AUTH).reply(Reply.of(454, "4.7.0 later")), "not now");

    assertThat(reports.failed(heard, later).trouble()).isEqualTo(MessageReport.Trouble.NONE);
  }

  @Test
  void aPortThatMayBeBlockedIsNamed() {
    var blocked = new SmtpException.ConnectFailed("could not connect", List.of(REFUSED));
    var elsewhere =
        new SmtpException.ConnectFailed(
            "could not connect",
            List.of(
                new ConnectAttempt(new InetSocketAddress("127.0.0.8", 587), "connection refused")));

    assertThat(Reports.blockedPort(blocked).orElseThrow())
        .contains("provider may block port 25")
        .contains("--relay");
    assertThat(reports.failed(heard, blocked).recipients().get(0).reason().orElseThrow())
        .contains("provider may block port 25");
    assertThat(Reports.blockedPort(elsewhere)).isEmpty();
    assertThat(Reports.blockedPort(lost(Phase.GREETING, Acceptance.NO))).isEmpty();
  }
}
