package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.cli.MessageReport.Trouble;
import dev.packetboat.testkit.MailServer;
import dev.packetboat.testkit.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all messages of a run came to. */
class SummaryTest {

  private final Summary summary = new Summary();

  private static RecipientReport recipient(String address, Status status) {
    return RecipientReport.own(address, status, "4.0.0", "so it was");
  }

  private void add(RecipientReport... recipients) {
    summary.add(new MessageReport("x", Optional.empty(), "", 0, List.of(recipients), Trouble.NONE));
  }

  @Test
  void countsMessagesAndRecipientsByOutcomeAndByDomain() {
    add(recipient("ann@big.test", Status.DELIVERED), recipient("bob@BIG.test", Status.FAILED));
    add(recipient("eve@small.test", Status.DELIVERED));
    add(recipient("joe@big.test", Status.DEFERRED));
    add(recipient("\"a@b\"@tiny.test", Status.UNKNOWN));
    add(RecipientReport.own("no@body@x", Status.FAILED, "5.1.3", "this is no address"));

    assertThat(summary.lines())
        .containsExactly(
            "In all",
            "  messages    5: 1 delivered, 1 partial, 1 deferred, 1 failed, 1 unknown",
            "  recipients  6: 2 delivered, 1 deferred, 2 failed, 1 unknown",
            "Recipients by domain",
            "  big.test      3: 1 delivered, 1 deferred, 1 failed",
            "  (no address)  1: 1 failed",
            "  tiny.test     1: 1 unknown",
            "  small.test    1: 1 delivered");
  }

  @Test
  void aMessageWhoseRecipientsAreNotKnownCounts() {
    add();

    assertThat(summary.lines())
        .containsExactly("In all", "  messages    1: 1 deferred", "  recipients  0: none");
  }

  @Test
  void listsTwentyDomainsFirstThoseWithTroubleThenTheLargestAndCountsTheOthers() {
    for (int i = 0; i < 30; i++) {
      add(recipient("a@d%02d.test".formatted(i), Status.DELIVERED));
    }
    add(recipient("b@d28.test", Status.DELIVERED));
    add(recipient("b@d29.test", Status.FAILED));
    List<String> lines = summary.lines();

    assertThat(lines).hasSize(4 + 20 + 1);
    assertThat(lines.get(4)).isEqualTo("  d29.test  2: 1 delivered, 1 failed");
    assertThat(lines.get(5)).isEqualTo("  d28.test  2: 2 delivered");
    assertThat(lines.get(6)).isEqualTo("  d00.test  1: 1 delivered");
    assertThat(lines.get(24)).isEqualTo("  and 10 more  10: 10 delivered");
  }

  @Test
  void tellsAThousandDomainsApartAndNoMore() {
    for (int i = 0; i < Summary.MOST_DOMAINS + 500; i++) {
      add(recipient("a@d%04d.test".formatted(i), Status.DELIVERED));
    }

    assertThat(summary.lines()).last().isEqualTo("  and more than 980 more  1480: 1480 delivered");
  }

  @TempDir private Path folder;

  private String[] send(MailServer server, String... more) throws IOException {
    String letter =
        Files.writeString(
                folder.resolve("letter.eml"),
                "From: joe@client.test\nTo: ann@mx.test, bob@mx.test\n\nHello\n")
            .toString();
    var args = new ArrayList<>(List.of("send", "--tls", "none", letter, letter));
    args.addAll(List.of("--relay", "127.0.0.1:" + server.port()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @Test
  void standsBelowTheReportsForPeople() throws IOException {
    try (var server =
        MailServer.builder().rule(Rule.rejectRecipient("bob@mx.test", "550 no")).start()) {
      Ran ran = Ran.packetboat(send(server));

      assertThat(ran.outLines().subList(6, 12))
          .containsExactly(
              "",
              "In all",
              "  messages    2: 2 partial",
              "  recipients  4: 2 delivered, 2 failed",
              "Recipients by domain",
              "  mx.test  4: 2 delivered, 2 failed");
    }
  }

  @Test
  void forProgramsThereIsNoneButBesideABar() throws IOException {
    try (var server = MailServer.start()) {
      Ran unwatched = Ran.packetboat(send(server, "--json"));
      Ran watched = Ran.packetboat(send(server, "--json", "--progress"));

      assertThat(unwatched.outLines()).hasSize(2);
      assertThat(unwatched.err()).isEmpty();
      assertThat(watched.outLines()).hasSize(2);
      assertThat(watched.err()).contains("In all\n  messages    2: 2 delivered\n");
    }
  }

  @Test
  void ofOneMessageThereIsNone() throws IOException {
    try (var server = MailServer.start()) {
      Ran ran =
          Ran.with(
              Map.of(),
              "From: joe@client.test\nTo: ann@mx.test\n\nHello\n",
              "send",
              "--relay",
              "127.0.0.1:" + server.port());

      assertThat(ran.outLines()).hasSize(2);
    }
  }
}
