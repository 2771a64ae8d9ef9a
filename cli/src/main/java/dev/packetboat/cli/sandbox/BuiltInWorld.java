package dev.packetboat.cli.sandbox;

import dev.packetboat.testkit.DnsFault;
import dev.packetboat.testkit.Extension;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Moment;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.TestCertificates;
import dev.packetboat.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The world that the demo and the sandbox run: its domains, and what each is there to show. */
public final class BuiltInWorld {

  /** The host that takes mail for everybody. */
  public static final String RELAY = "relay.test";

  /** Who may log in at the relay, and does not have to. */
  public static final String USER = "joe";

  /** The password of that user. */
  public static final String PASSWORD = "secret";

  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final int LARGEST = 25 << 20; // octets, as large providers have it
  private static final int CONNECTIONS = 50;

  /**
   * A domain.
   *
   * @param habit how it takes mail, in words
   */
  public record Place(String domain, String habit, Consumer<World.Builder> founding) {}

  /** Those that a first look needs. */
  private static final List<Place> FEW =
      List.of(
          new Place(
              "bigcorp.test",
              "its first mail exchanger is down, the second knows no nobody@bigcorp.test",
              world ->
                  world
                      .domain("bigcorp.test", "mx0.bigcorp.test", "mx1.bigcorp.test")
                      .host("mx0.bigcorp.test", host -> host.down())
                      .host(
                          "mx1.bigcorp.test",
                          host ->
                              host.rule(
                                  Rule.rejectRecipient(
                                      "nobody@bigcorp.test", "550 5.1.1 no such user here")))),
          new Place(
              "tiny.test",
              "has no MX record, and takes its mail itself",
              world -> world.domain("tiny.test")),
          new Place(
              "nomail.test",
              "takes no mail, and says so (null MX)",
              world -> world.nullMx("nomail.test")));

  private static final List<Place> MORE =
      List.of(
          host(
              "grey.test",
              "wants every recipient a second time (greylisting)",
              host -> host.rule(Rule.greylist())),
          host(
              "slow.test",
              "takes three seconds for its last answer",
              host -> host.rule(Rule.delay(Moment.END_OF_CONTENT, SLOW))),
          host(
              "full.test",
              "has no room for anybody's mail today",
              host -> host.rule(Rule.replyTo(Moment.RCPT, "452 4.2.2 mailbox full"))),
          host(
              "strict.test",
              "reads the message, and then refuses it",
              host -> host.rule(Rule.replyTo(Moment.END_OF_CONTENT, "554 5.7.1 looks like spam"))),
          host(
              "vanish.test",
              "takes the message, and hangs up before it says so: nobody can know",
              host -> host.rule(Rule.loseReplyTo(Moment.END_OF_CONTENT))),
          host("clear.test", "knows no TLS", MailServer.Builder::withoutTls),
          host(
              "expired.test",
              "shows a certificate that ended yesterday",
              host -> host.startTls(TestCertificates.authority().expired("expired.test"))),
          host(
              "badtls.test",
              "offers TLS, and fails in the handshake",
              host -> host.rule(Rule.dropAt(Moment.HANDSHAKE))),
          host(
              "old.test", "offers no extension but TLS", host -> host.extensions(new Extension[0])),
          new Place(
              "broken.test",
              "its name servers fail",
              world -> world.fault(DnsFault.serverFailure().below("broken.test"))));

  private BuiltInWorld() {}

  private static Place host(String domain, String habit, Consumer<MailServer.Builder> description) {
    return new Place(
        domain,
        habit,
        world -> world.domain(domain).host(domain, host -> description.accept(host)));
  }

  /** The domains of the demo. */
  public static List<Place> few() {
    return FEW;
  }

  /** The domains of the sandbox. */
  public static List<Place> all() {
    return Stream.concat(FEW.stream(), MORE.stream()).toList();
  }

  /** A world of these domains, with TLS. */
  public static World.Builder of(List<Place> places) {
    return found(World.builder().startTls(TestCertificates.authority()), places);
  }

  /** A world of these domains and a relay, with TLS, that can run for as long as one likes. */
  public static World.Builder withRelay(List<Place> places, TestCertificates authority) {
    World.Builder world =
        World.builder()
            .startTls(authority)
            .keepNothing()
            .everyHost(host -> host.sizeLimit(LARGEST).connectionLimit(CONNECTIONS))
            .host(RELAY, host -> host.user(USER, PASSWORD));
    return found(world, places);
  }

  private static World.Builder found(World.Builder world, List<Place> places) {
    places.forEach(place -> place.founding().accept(world));
    return world;
  }
}
