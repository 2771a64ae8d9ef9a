package dev.packetboat.delivery;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.routing.DnsRouter;
import dev.packetboat.routing.Router;
import dev.packetboat.routing.TlsPolicy;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.testkit.MailEvent;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.ReceivedMessage;
import dev.packetboat.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A world, and a mailer that finds its way there by DNS. */
final class Scene implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final World world;
  private final Mailer mailer;

  private Scene(
      World.Builder world,
      UnaryOperator<DnsRouter.Builder> routing,
      UnaryOperator<Router> rule,
      UnaryOperator<Mailer.Builder> mailing) {
    this.world = world.start();
    DnsRouter router =
        routing
            .apply(
                DnsRouter.builder()
                    .nameServers(this.world.nameServer().address())
                    .localName("client.test"))
            .build();
    mailer =
        mailing
            .apply(
                Mailer.builder()
                    .localName("client.test")
                    .router(rule.apply(router))
                    .port(this.world.port())
                    .timeouts(Timeouts.builder().all(PATIENCE).build()))
            .build();
  }

  /** With a mailer as it is by default. */
  static Scene of(World.Builder world) {
    return new Scene(world, same -> same, same -> same, same -> same);
  }

  /** With a mailer that this is asked of. */
  static Scene of(World.Builder world, TlsPolicy policy) {
    return new Scene(world, routing -> routing.tlsPolicy(policy), same -> same, same -> same);
  }

  /** With a mailer that knows better than DNS. */
  static Scene ruledBy(UnaryOperator<Router> rule, World.Builder world) {
    return new Scene(world, same -> same, rule, same -> same);
  }

  /** With a mailer that is watched. */
  static Scene watchedBy(DeliveryListener listener, World.Builder world) {
    return new Scene(world, same -> same, same -> same, mailing -> mailing.listener(listener));
  }

  Mailer mailer() {
    return mailer;
  }

  World world() {
    return world;
  }

  /** What becomes of a message for these recipients, in their order. */
  List<RecipientReport> send(String... recipients) {
    return send(Envelope.from("test@client.test").to(recipients));
  }

  List<RecipientReport> send(Envelope envelope) {
    Content content = Content.of("Subject: hello\n\nHello.\n");
    return mailer.send(Message.of(envelope, content)).recipients();
  }

  /** What becomes of a message for this one. */
  Outcome outcome(String recipient) {
    return send(recipient).getFirst().outcome();
  }

  /** What this host took. */
  List<ReceivedMessage> received(String host) {
    return world.host(host).received();
  }

  /** How often a client came to this host. */
  long connections(String host) {
    return events(host).stream().filter(event -> event instanceof MailEvent.Connected).count();
  }

  /** How often clients said a line there that begins so. */
  long said(String host, String beginning) {
    return events(host).stream()
        .filter(
            event ->
                event instanceof MailEvent.ClientSaid said && said.line().startsWith(beginning))
        .count();
  }

  private List<MailEvent> events(String host) {
    MailServer server = world.host(host);
    return server.events();
  }

  @Override
  public void close() {
    mailer.close();
    world.close();
  }
}
