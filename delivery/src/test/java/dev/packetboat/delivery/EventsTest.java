package dev.packetboat.delivery;

import static dev.packetboat.delivery.Letters.outcome;
import static dev.packetboat.delivery.Letters.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.testkit.Rule;
import dev.packetboat.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of deliveries, and who may hold one back. */
@Timeout(60)
class EventsTest {

  private final Hosts hosts = new Hosts().domain("a.test", "mx.test").domain("b.test", "mx.test");

  @AfterEach
  void close() {
    hosts.close();
  }

  @Test
  void aHookThatThrowsHoldsTheMessageBack() {
    hosts.up("mx.test");
    try (Mailer mailer = hosts.mailer().build()) {
      DeliveryJob job =
          DeliveryJob.of(to("ann@a.test"))
              .hook(
                  (of, hop, recipients) -> {
                    throw new IOException("the disk is full");
                  })
              .build();
      Outcome ann = outcome(mailer.send(job));

      assertThat(ann).isInstanceOf(Outcome.Deferred.class);
      assertThat(ann.reason().orElseThrow().code()).isEqualTo(Reason.VETOED);
      assertThat(ann.text()).contains("the disk is full");
    }
    assertThat(hosts.server("mx.test").received()).isEmpty();
  }

  @Test
  void theHookIsToldForWhomAndRunsBeforeTheServerCanHaveIt() {
    hosts.up("mx.test", how -> how.rule(Rule.rejectRecipient("bob@a.test", "550 5.1.1 no")));
    var seen = new ArrayList<String>();
    try (Mailer mailer = hosts.mailer().build()) {
      mailer.send(
          DeliveryJob.of(to("ann@a.test", "bob@a.test"))
              .hook(
                  (of, hop, recipients) ->
                      seen.add(
                          recipients
                              + " at "
                              + hop.host()
                              + ", taken "
                              + hosts.server("mx.test").received().size()))
              .build());
    }
    assertThat(seen).containsExactly("[ann@a.test] at mx.test, taken 0");
  }

  @Test
  void whatAListenerThrowsDoesNoHarm() {
    hosts.up("mx.test");
    try (Mailer mailer =
        hosts
            .mailer()
            .listener(
                event -> {
                  throw new IllegalStateException("no listener should");
                })
            .build()) {
      assertThat(mailer.send(to("ann@a.test")).isDelivered()).isTrue();
    }
  }

  @Test
  void eventsComeInOrder() {
    hosts.domain("a.test", "mx1.test", "mx.test").down("mx1.test").up("mx.test");
    var events = new ConcurrentLinkedQueue<String>();
    try (Mailer mailer = hosts.mailer().listener(event -> events.add(name(event))).build()) {
      mailer.send(to("ann@a.test"));
    }
    assertThat(events)
        .containsExactly(
            "Started",
            "Routed",
            "mx1.test Connecting",
            "mx1.test NotConnected",
            "HostFailed",
            "mx.test Connecting",
            "mx.test Connected",
            "mx.test Greeted",
            "mx.test Offered",
            "mx.test SenderAnswered",
            "mx.test RecipientAnswered",
            "mx.test ContentProgress",
            "mx.test ContentEnding",
            "mx.test Accepted",
            "OutcomeKnown",
            "Finished");
  }

  private static String name(DeliveryEvent event) {
    return event instanceof DeliveryEvent.InSession session
        ? session.host() + " " + name(session.event())
        : event.getClass().getSimpleName();
  }

  private static String name(SmtpEvent event) {
    return event.getClass().getSimpleName();
  }

  @Test
  void flightRecorderHasLookupConnectTlsAndTransaction() throws Exception {
    hosts.up("mx.test", how -> how.startTls(TestCertificates.authority().server("mx.test")));
    try (var recording = new Recording()) {
      recording.enable("dev.packetboat.Lookup");
      recording.enable("dev.packetboat.Connect");
      recording.enable("dev.packetboat.Tls");
      recording.enable("dev.packetboat.Transaction");
      recording.start();
      try (Mailer mailer = hosts.mailer().build()) {
        mailer.send(to("ann@a.test"));
      }
      recording.stop();
      var file = Files.createTempFile("packetboat", ".jfr");
      try {
        recording.dump(file);
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
            .extracting(event -> event.getEventType().getName())
            .contains(
                "dev.packetboat.Lookup",
                "dev.packetboat.Connect",
                "dev.packetboat.Tls",
                "dev.packetboat.Transaction");
        assertThat(events)
            .filteredOn(event -> event.getEventType().getName().endsWith("Transaction"))
            .singleElement()
            .satisfies(event -> assertThat(event.getInt("accepted")).isEqualTo(1));
      } finally {
        Files.delete(file);
      }
    }
  }
}
