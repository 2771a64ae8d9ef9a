package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code packetboat send --direct} with a real resolver before a real name server, to real mail
 * hosts at port 25: what is reported, and what they have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealWorldTest {

  @TempDir private Path folder;
  private RealWorld world;

  /** Refuses {@code bob@strict.test}, and greylists whoever writes to {@code grey.test}. */
  private PostfixServer strict;

  /** Its certificate ended yesterday, and names another host. */
  private PostfixServer badTls;

  /** Offers STARTTLS, and then nothing newer than TLS 1.1. */
  private PostfixServer oldTls;

  @BeforeAll
  void start() {
    world = RealWorld.start();
    PolicyService greylist = world.policy(PolicyService.greylist("grey.test"));
    strict =
        world.postfix(
            Zones.STRICT,
            PostfixServer.builder()
                .set(
                    "smtpd_recipient_restrictions",
                    "check_recipient_access inline:{ { bob@strict.test = 550 5.1.1 no bob here } }, "
                        + greylist.restriction()
                        + ", permit_mynetworks, reject"));
    badTls =
        world.postfix(
            Zones.BAD_TLS,
            PostfixServer.builder().identity(world.authority().expired("mx.elsewhere.test")));
    oldTls =
        world.postfix(
            Zones.OLD_TLS,
            PostfixServer.builder()
                .identity(world.authority().server("oldtls.hosts.test"))
                .set("smtpd_tls_protocols", "<=TLSv1.1"));
    world.sink(Zones.BUSY, "-r", "CONNECT", "-b", "421 4.3.2 busy, try again later");
    world.sink(Zones.CLOSED, "-f", "CONNECT", "-B", "554 5.3.2 no mail here");
  }

  @AfterAll
  void stop() {
    if (world != null) {
      world.close();
    }
  }

  private Sent send(String subject, List<String> to, String... options)
      throws IOException, InterruptedException {
    return world.send(subject, to, options);
  }

  @Test
  void threeDomainsGetOneCopyForEachSetOfHosts() throws IOException, InterruptedException {
    Sent sent =
        world.send(world.letter("three domains", "ann@one.test, bob@two.test, tom@three.test"));
    String reply = sent.of("ann@one.test", "reply");

    assertThat(sent.status()).isZero();
    assertThat(sent.report().get("status").asString()).isEqualTo("delivered");
    assertThat(sent.of("bob@two.test", "reply")).isEqualTo(reply);
    assertThat(sent.of("ann@one.test", "host")).isEqualTo("good.hosts.test");
    assertThat(sent.of("ann@one.test", "ip")).isEqualTo(world.ip(Zones.GOOD));
    assertThat(sent.of("ann@one.test", "port")).isEqualTo("25");
    assertThat(sent.of("ann@one.test", "tls")).isEqualTo("TLSv1.3");
    assertThat(world.good().awaitRecipients(reply))
        .containsExactlyInAnyOrder("ann@one.test", "bob@two.test", "hidden@one.test");
    assertThat(world.good().awaitMessage(reply))
        .contains("from client.test", "Subject: three domains\n\nHello\n")
        .doesNotContain("Bcc", "hidden");
    assertThat(world.good().awaitCount("Subject: three domains")).isEqualTo(1);
    assertThat(badTls.awaitRecipients(sent.of("tom@three.test", "reply")))
        .containsExactly("tom@three.test");
  }

  @Test
  void whereTheFirstHostIsDownTheNextTakesIt() throws IOException, InterruptedException {
    Sent sent = send("first down", List.of("ann@failover.test"));

    assertThat(sent.status()).isZero();
    assertThat(sent.of("ann@failover.test", "host")).isEqualTo("good.hosts.test");
    assertThat(sent.attempts("ann@failover.test"))
        .containsExactly("down.hosts.test: connection refused");
    assertThat(world.good().awaitCount("Subject: first down")).isEqualTo(1);
  }

  @Test
  void hostsThatTakeNobodyAreLeftForTheBackup() throws IOException, InterruptedException {
    Sent sent = send("to the backup", List.of("ann@backup.test"));

    assertThat(sent.status()).isZero();
    assertThat(sent.of("ann@backup.test", "host")).isEqualTo("good.hosts.test");
    assertThat(sent.attempts("ann@backup.test"))
        .satisfiesExactly(
            first -> assertThat(first).contains("busy.hosts.test", "421 4.3.2 busy"),
            next -> assertThat(next).contains("closed.hosts.test", "554 5.3.2 no mail here"));
    assertThat(world.good().awaitCount("Subject: to the backup")).isEqualTo(1);
  }

  @Test
  void withoutABackupTheirGreetingDecides() throws IOException, InterruptedException {
    Sent busy = send("busy", List.of("ann@busy.test"));
    Sent closed = send("closed", List.of("ann@closed.test"));

    assertThat(busy.status()).isEqualTo(75);
    assertThat(busy.statusOf("ann@busy.test")).isEqualTo("deferred");
    assertThat(busy.of("ann@busy.test", "code")).isEqualTo("421");
    assertThat(closed.status()).isEqualTo(69);
    assertThat(closed.statusOf("ann@closed.test")).isEqualTo("failed");
    assertThat(closed.of("ann@closed.test", "code")).isEqualTo("554");
  }

  @Test
  void whoIsGreylistedIsDeferredAndDeliveredTheNextTime() throws IOException, InterruptedException {
    Sent first = send("grey", List.of("ann@grey.test"));
    long afterFirst = strict.awaitCount("Subject: grey");
    Sent second = send("grey", List.of("ann@grey.test"));

    assertThat(first.status()).isEqualTo(75);
    assertThat(first.statusOf("ann@grey.test")).isEqualTo("deferred");
    assertThat(first.of("ann@grey.test", "code")).isEqualTo("450");
    assertThat(first.of("ann@grey.test", "reply")).contains("Greylisted, come again");
    assertThat(afterFirst).isZero();
    assertThat(second.status()).isZero();
    assertThat(strict.awaitRecipients(second.of("ann@grey.test", "reply")))
        .containsExactly("ann@grey.test");
  }

  @Test
  void oneWhoIsRefusedDoesNotKeepTheOthersFromIt() throws IOException, InterruptedException {
    Sent sent =
        send("one refused", List.of("ann@strict.test", "bob@strict.test", "tom@strict.test"));

    assertThat(sent.status()).isEqualTo(69);
    assertThat(sent.report().get("status").asString()).isEqualTo("partial");
    assertThat(sent.statusOf("bob@strict.test")).isEqualTo("failed");
    assertThat(sent.of("bob@strict.test", "enhanced")).isEqualTo("5.1.1");
    assertThat(sent.of("bob@strict.test", "reply")).contains("no bob here");
    assertThat(strict.awaitRecipients(sent.of("ann@strict.test", "reply")))
        .containsExactlyInAnyOrder("ann@strict.test", "tom@strict.test");
  }

  @Test
  void aBadCertificateIsTakenOpportunistically() throws IOException, InterruptedException {
    Sent sent = send("bad certificate", List.of("ann@badtls.test"));

    assertThat(sent.status()).isZero();
    assertThat(sent.of("ann@badtls.test", "tls")).isEqualTo("TLSv1.3");
    assertThat(badTls.awaitMessage(sent.of("ann@badtls.test", "reply"))).contains("using TLSv1.3");
  }

  @Test
  void aBadCertificateIsNotTakenWhereTlsIsRequired() throws IOException, InterruptedException {
    Path trusted = world.authority().writePem(folder.resolve("authority.pem"));
    Sent sent =
        send(
            "required",
            List.of("ann@badtls.test", "ann@one.test"),
            "--tls",
            "required",
            "--cafile",
            trusted.toString());

    assertThat(sent.status()).isEqualTo(75);
    assertThat(sent.statusOf("ann@badtls.test")).isEqualTo("deferred");
    assertThat(sent.of("ann@badtls.test", "reason")).contains("certificate");
    assertThat(sent.statusOf("ann@one.test")).isEqualTo("delivered");
    assertThat(badTls.awaitCount("Subject: required")).isZero();
    assertThat(world.good().awaitCount("Subject: required")).isEqualTo(1);
  }

  @Test
  void whereTheHandshakeFailsItGoesInClearToTheSameHost() throws IOException, InterruptedException {
    Sent sent = send("old tls", List.of("ann@oldtls.test"));
    String reply = sent.of("ann@oldtls.test", "reply");

    assertThat(sent.status()).isZero();
    assertThat(sent.of("ann@oldtls.test", "host")).isEqualTo("oldtls.hosts.test");
    assertThat(sent.of("ann@oldtls.test", "tls")).isEmpty();
    assertThat(oldTls.awaitMessage(reply)).doesNotContain("using TLS");
    assertThat(oldTls.log()).contains("SSL_accept error");
  }

  @Test
  void whereAllHostsAreDownTheRelayWayIsNamed() throws IOException, InterruptedException {
    Sent sent = send("all down", List.of("ann@alldown.test"));

    assertThat(sent.status()).isEqualTo(75);
    assertThat(sent.statusOf("ann@alldown.test")).isEqualTo("deferred");
    assertThat(sent.of("ann@alldown.test", "reason")).contains("provider may block", "--relay");
    assertThat(sent.otherLines()).singleElement().asString().contains("--relay");
  }

  @Test
  void aDomainWithoutExchangerAliasesAndLiteralsAreFound()
      throws IOException, InterruptedException {
    List<String> all =
        List.of(
            "ann@implicit.test",
            "ann@aliasmx.test",
            "ann@cname.test",
            "ann@[" + world.ip(Zones.GOOD) + "]");
    Sent sent = send("other ways", all);

    assertThat(sent.status()).isZero();
    for (String recipient : all) {
      assertThat(sent.of(recipient, "ip")).isEqualTo(world.ip(Zones.GOOD));
      assertThat(world.good().awaitRecipients(sent.of(recipient, "reply"))).contains(recipient);
    }
  }

  @Test
  void whatNameServersSayOfADomainDecides() throws IOException, InterruptedException {
    Sent sent =
        send(
            "no route",
            List.of(
                "ann@nullmx.test",
                "ann@nowhere.test",
                "ann@nohost.test",
                "ann@broken.test",
                "ann@bogus.test",
                "ann@one.test"));

    assertThat(sent.status()).isEqualTo(69);
    assertThat(sent.statusOf("ann@nullmx.test")).isEqualTo("failed");
    assertThat(sent.of("ann@nullmx.test", "enhanced")).isEqualTo("5.1.10");
    assertThat(sent.statusOf("ann@nowhere.test")).isEqualTo("failed");
    assertThat(sent.of("ann@nowhere.test", "enhanced")).isEqualTo("5.1.2");
    assertThat(sent.statusOf("ann@nohost.test")).isEqualTo("failed");
    assertThat(sent.of("ann@nohost.test", "enhanced")).isEqualTo("5.4.4");
    for (String unanswered : List.of("ann@broken.test", "ann@bogus.test")) {
      assertThat(sent.statusOf(unanswered)).isEqualTo("deferred");
      assertThat(sent.of(unanswered, "enhanced")).isEqualTo("4.4.3");
      assertThat(sent.of(unanswered, "reason")).contains("SERVFAIL");
    }
    assertThat(world.good().awaitRecipients(sent.of("ann@one.test", "reply")))
        .containsExactly("ann@one.test");
  }

  @Test
  void whoAsksForASuccessReportGetsOne() throws IOException, InterruptedException {
    Sent sent =
        send(
            "report wanted",
            List.of("ann@one.test"),
            "--notify",
            "success",
            "--envid",
            "letter+one");

    assertThat(sent.status()).isZero();
    Programs.await(
        () -> world.good().awaitCount("Original-Envelope-Id: letter+one") > 0,
        "a report; " + world.good().log());
    assertThat(world.good().awaitCount("Original-Recipient: rfc822;ann@one.test")).isEqualTo(1);
  }
}
