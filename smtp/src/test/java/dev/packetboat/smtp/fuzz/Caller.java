package dev.packetboat.smtp.fuzz;

import dev.packetboat.smtp.Credentials;
import dev.packetboat.smtp.HostResolver;
import dev.packetboat.smtp.RecipientPolicy;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.TlsMode;
import dev.packetboat.smtp.TlsOptions;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Does with one session what an application may do, and notes what it is told. Every other one
 * sends all that it sends through pipelines.
 */
final class Caller {

  private static final Timeouts LONG = Timeouts.builder().all(Duration.ofSeconds(30)).build();
  private static final Timeouts SHORT =
      Timeouts.builder().all(Duration.ofMillis(300)).quit(Duration.ofMillis(100)).build();
  private static final Credentials JOE = Credentials.password("joe", "tanstaaftanstaaf");
  private static final TlsOptions ANY =
      TlsOptions.builder().trustAnyCertificateInsecurely().build();

  private final Encounter encounter;
  private final Claims claims;
  private final Chance chance;
  private final Chance letters;
  private final boolean pipelines;
  private int numbers;
  private boolean authenticated;

  Caller(Encounter encounter, Chance chance) {
    this.encounter = encounter;
    this.claims = encounter.claims;
    this.letters = chance.split();
    this.chance = chance;
    this.pipelines = encounter.number % 2 == 0;
  }

  void run(int port) {
    SmtpSession session;
    try {
      session = client(port).connect();
    } catch (SmtpException failed) {
      claims.add(new Claims.Broke("connect", failed, failed.sessionUsable()));
      return;
    }
    try {
      encounter.connected(session);
      use(session);
      if (!session.isUsable() && chance.percent(50)) {
        encounter.awaitHangUp();
      }
    } finally {
      session.close();
    }
  }

  private SmtpClient client(int port) {
    SmtpClient.Builder client =
        (chance.percent(25)
                ? SmtpClient.lmtp("mx.test", port)
                : SmtpClient.relay("mx.test").port(port))
            .hostResolver(HostResolver.known(InetAddress.getLoopbackAddress()))
            .localName("client.test")
            .tls(chance.percent(80) ? TlsMode.NONE : TlsMode.OPPORTUNISTIC)
            .tlsOptions(ANY)
            .allowCleartextAuthentication()
            .recipientPolicy(
                chance.percent(80) ? RecipientPolicy.ACCEPTED : RecipientPolicy.ALL_OR_NOTHING)
            .timeouts(encounter.manners.areGood() ? LONG : SHORT);
    if (chance.percent(5)) {
      authenticated = true;
      client.credentials(JOE);
    }
    return client.build();
  }

  private void use(SmtpSession session) {
    for (int steps = chance.between(1, 5); steps > 0; steps--) {
      step(session);
      if (!session.isUsable() && !chance.percent(10)) {
        return;
      }
      if (chance.percent(20)) {
        command(session, "NOOP n" + numbers++);
      }
    }
  }

  private void step(SmtpSession session) {
    int kind = chance.below(100);
    if (kind < 75) {
      Way way = pipelines ? Way.IN_A_PIPELINE : chance.pick(Way.values());
      way.send(session, () -> Letter.of(numbers++, letters), claims, chance);
    } else if (kind < 80) {
      command(session, "VRFY v" + numbers++);
    } else if (kind < 85) {
      command(session, "HELP h" + numbers++);
    } else if (kind < 90) {
      reset(session);
    } else if (!authenticated) {
      authenticate(session);
    }
  }

  private void command(SmtpSession session, String line) {
    try {
      claims.add(new Claims.Answered(line, session.command(line)));
    } catch (SmtpException failed) {
      claims.add(new Claims.Broke(line, failed, session.isUsable()));
    }
  }

  private void reset(SmtpSession session) {
    try {
      session.reset();
    } catch (SmtpException failed) {
      claims.add(new Claims.Broke("RSET", failed, session.isUsable()));
    }
  }

  private void authenticate(SmtpSession session) {
    try {
      claims.add(new Claims.Authenticated(session.authenticate(JOE)));
      authenticated = true;
    } catch (SmtpException failed) {
      claims.add(new Claims.Broke("AUTH", failed, session.isUsable()));
    }
  }
}
