package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that a report contains is an error, or takes more memory than is agreed. */
class NotificationRobustnessTest {

  private static final int MUTATIONS = 3_000;
  private static final int MIB = 1 << 20;
  private static final List<String> PIECES =
      List.of(
          "\r",
          "\n",
          "\r\n\r\n",
          "--b",
          "--b--",
          "\n--b\n",
          ":",
          ";",
          "(",
          "\"",
          "\\",
          "<",
          ">",
          "+",
          "+FF",
          "\\x{",
          "\0",
          "\u00ff",
          "=",
          "Content-Type: ",
          "boundary=",
          "\nContent-Transfer-Encoding: base64\n",
          "\nContent-Transfer-Encoding: quoted-printable\n",
          "report-type",
          "message/delivery-status",
          "message/rfc822",
          "multipart/mixed; boundary=c",
          "\nFinal-Recipient: ",
          "\nAction: failed",
          "\nStatus: 5.",
          "\nArrival-Date: ",
          " ",
          "\t");

  @Test
  void nothingThrowsWhateverIsChanged() throws IOException {
    Random random = new Random(3464);
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(octets(Reports.source("Final-Recipient: rfc822; ann@example.org\nAction: failed\n")));
    seeds.add(octets(Reports.source("Arrival-Date: Thu, 29 Apr 2010 23:34:45 +0900\n\nX: (a)\n")));
    seeds.addAll(fromTheField());
    int reports = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutated(seeds.get(random.nextInt(seeds.size())), random);
      reports += touch(mutated) ? 1 : 0;
    }

    assertThat(reports).isBetween(MUTATIONS / 4, MUTATIONS - 1);
  }

  /** Reports of real mail systems too, where there are any. */
  private static List<byte[]> fromTheField() throws IOException {
    String folder = System.getProperty("packetboat.corpora", "../../shared/corpora");
    Path raw = Path.of(folder).resolve("dsn/raw");
    if (!Files.isDirectory(raw)) {
      return List.of();
    }
    List<byte[]> small = new ArrayList<>();
    try (Stream<Path> files = Files.list(raw)) {
      for (Path file : files.sorted().toList()) {
        if (Files.size(file) < 6000) {
          small.add(Files.readAllBytes(file));
        }
      }
    }
    return small;
  }

  private static byte[] mutated(byte[] seed, Random random) {
    String text = new String(seed, StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(6); i >= 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(random.nextBoolean() ? 2 : 200));
      String piece =
          switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> Character.toString(random.nextInt(256));
            case 2 -> text.substring(from, to) + text.substring(from, to);
            default -> PIECES.get(random.nextInt(PIECES.size()));
          };
      text = text.substring(0, from) + piece + text.substring(to);
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Reads it, and everything that can be asked of it. */
  private static boolean touch(byte[] octets) throws IOException {
    Optional<DeliveryNotification> read = DeliveryNotification.read(Content.of(octets));
    if (read.isEmpty()) {
      return false;
    }
    DeliveryNotification report = read.get();
    StringBuilder all = new StringBuilder(report + "" + report.leftOut());
    all.append(report.envelopeId()).append(report.gateway()).append(report.receivedFrom());
    all.append(report.arrivalDate()).append(report.originalMessageId());
    for (ReportedRecipient recipient : report.recipients()) {
      all.append(recipient.address()).append(recipient.originalRecipient());
      all.append(recipient.lastAttempt()).append(recipient.willRetryUntil());
      all.append(recipient.remoteMta()).append(recipient.finalLogId());
      recipient.diagnostic().ifPresent(d -> all.append(d.replyCode()).append(d.enhanced()));
    }
    if (report.returned().isPresent()) {
      report.returned().get().content().writeTo(new ByteArrayOutputStream());
    }
    return !all.isEmpty();
  }

  @Test
  void aMessageOfAnySizeComesBackWithoutBeingHeld() throws IOException {
    String source = Reports.source("Final-Recipient: rfc822; ann@example.org\n");
    int end = source.indexOf("Ann, call me.");
    Content huge = new Repeated(source.substring(0, end), line(76), 5_000_000, "\n--b--\n");

    DeliveryNotification report = DeliveryNotification.read(huge).orElseThrow();

    assertThat(report.originalMessageId()).contains("<1@example.com>");
    assertThat(report.recipients()).hasSize(1);
  }

  @Test
  void fieldsWithoutEndAreReadToALimit() throws IOException {
    String source = Reports.source("END");
    int end = source.indexOf("END");
    String recipient = "Final-Recipient: rfc822; ann@example.org\nAction: failed\n\n";
    Content huge =
        new Repeated(source.substring(0, end), recipient, 3_000_000, source.substring(end));

    DeliveryNotification report = DeliveryNotification.read(huge).orElseThrow();

    assertThat(report.recipients()).hasSizeBetween(40_000, 80_000);
    assertThat(report.leftOut()).anyMatch(left -> left.reason().contains("octets of the fields"));
    assertThat(report.originalMessageId()).contains("<1@example.com>");
  }

  @Test
  void aHeaderWithoutEndIsNoReport() throws IOException {
    Content fields = new Repeated("", "X-A: 1\n", 50_000_000, "");
    Content line = new Repeated("X-A: ", line(76).strip(), 5_000_000, "");

    assertThat(DeliveryNotification.read(fields)).isEmpty();
    assertThat(DeliveryNotification.read(line)).isEmpty();
  }

  @Test
  void aLineWithoutEndAmongTheFields() throws IOException {
    Content huge =
        new Repeated(
            "Content-Type: message/delivery-status\n\nFinal-Recipient: a\nDiagnostic-Code: ",
            line(76).strip(),
            5_000_000,
            "");

    assertThat(DeliveryNotification.read(huge).orElseThrow().recipients()).hasSize(1);
  }

  @Test
  void multipartsInMultiparts() throws IOException {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      source.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
    }
    source.append("Content-Type: message/delivery-status\n\nFinal-Recipient: a\n");

    assertThat(DeliveryNotification.read(Content.of(source.toString()))).isEmpty();
  }

  /** What takes a time that grows with the square of its length in parsers that look back. */
  @Test
  void longValues() throws IOException {
    for (String piece :
        List.of("(", "\"", "\\", ";", "+2B", "\\x{", "<", ":", "( ", "\"(", "a b ")) {
      String value = piece.repeat(MIB / piece.length() / 4);
      String fields =
          String.join(
              "\n",
              "Original-Envelope-Id: " + value,
              "Arrival-Date: " + value,
              "Reporting-MTA: " + value,
              "",
              "Original-Recipient: rfc822;" + value,
              "Final-Recipient: utf-8;" + value,
              "Action: " + value,
              "Status: " + value,
              "Diagnostic-Code: " + value,
              "");

      assertThat(touch(octets(Reports.source(fields)))).isTrue();
    }
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String line(int length) {
    return "x".repeat(length - 1) + "\n";
  }

  /** A piece so many times between a beginning and an end; that many octets are never held. */
  private record Repeated(String beginning, String piece, int times, String end)
      implements Content {

    @Override
    public InputStream open() {
      // A stream of many pieces at a time, and not one for each of them.
      int together = 10_000;
      byte[] block = octets(piece.repeat(together));
      List<InputStream> streams =
          new ArrayList<>(List.of(new ByteArrayInputStream(octets(beginning))));
      Collections.nCopies(times / together, block)
          .forEach(octets -> streams.add(new ByteArrayInputStream(octets)));
      streams.addAll(Arrays.asList(new ByteArrayInputStream(octets(end))));
      return new SequenceInputStream(Collections.enumeration(streams));
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
    }
  }
}
