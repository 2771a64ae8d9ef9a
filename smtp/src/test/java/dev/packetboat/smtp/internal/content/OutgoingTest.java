package dev.packetboat.smtp.internal.content;

import static dev.packetboat.smtp.internal.content.Escapes.octets;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A content is read before it is offered, and sent as it was read or not to its end. */
class OutgoingTest {

  private static final String LINE = "a line of text of which there are many\n";
  private static final String LARGE = "Bcc: a\nTo: b\n\n" + LINE.repeat(10_000);

  @Test
  void aSmallOneIsReadOnce() throws IOException {
    Outgoing outgoing = prepared(readings("Bcc: a\nTo: b\n\n.\n"));

    assertThat(outgoing.facts()).isEqualTo(new ContentFacts(12, false, false, false));
    assertThat(wire(outgoing)).isEqualTo("To: b\r\n\r\n..\r\n");
  }

  /** Its octets may be another message's by then. */
  @Test
  void noneIsWrittenTwice() throws IOException {
    Outgoing small = prepared(Content.of("a: b\n\nc\n"));
    Outgoing large = prepared(Content.of(LARGE));
    wire(small);
    wire(large);

    assertThatThrownBy(() -> wire(small)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> wire(large)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void severalAtOnceDoNotShareTheirOctets() throws IOException {
    List<Outgoing> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(prepared(Content.of("a: " + i + "\r\n\r\n" + "x".repeat(i * 200) + "\r\n")));
      if (i % 3 == 0) { // some leave earlier
        assertThat(wire(all.get(i))).startsWith("a: " + i + "\r\n");
      }
    }

    for (int i = 0; i < 200; i++) {
      if (i % 3 != 0) {
        assertThat(wire(all.get(i)))
            .isEqualTo("a: " + i + "\r\n\r\n" + "x".repeat(i * 200) + "\r\n");
      }
    }
  }

  @Test
  void anEmptyOneGivesTheSinkNothing() throws IOException {
    assertThat(wire(prepared(readings("")))).isEmpty();
  }

  @Test
  void aLargeOneIsReadAgainAndNotKept() throws IOException {
    Outgoing outgoing = prepared(readings(LARGE, LARGE));

    String wire = wire(outgoing);

    assertThat(wire).isEqualTo("To: b\r\n\r\n" + LINE.repeat(10_000).replace("\n", "\r\n"));
    assertThat(outgoing.facts().size()).isEqualTo(wire.length());
  }

  @Test
  void oneThatHasGrownIsNotSentBeyondWhatWasSaid() throws IOException {
    Outgoing outgoing = prepared(readings(LARGE, LARGE + LINE.repeat(10_000)));
    ByteArrayOutputStream wire = new ByteArrayOutputStream();

    assertThatThrownBy(() -> outgoing.writeTo(wire::write))
        .isInstanceOf(ContentRefusedException.class)
        .hasMessage(
            "it changed while it was being sent: more than " + outgoing.facts().size() + " octets");
    assertThat((long) wire.size()).isLessThanOrEqualTo(outgoing.facts().size());
  }

  @Test
  void oneThatHasShrunkIsNotEnded() throws IOException {
    Outgoing outgoing = prepared(readings(LARGE, LARGE.substring(0, LARGE.length() - 3)));

    assertThatThrownBy(() -> wire(outgoing))
        .isInstanceOf(ContentRefusedException.class)
        .hasMessageStartingWith("it changed while it was being sent: 400007 octets");
  }

  @Test
  void oneOfTheSameLengthThatIsNoLongerSevenBitIsNotEnded() throws IOException {
    Outgoing outgoing = prepared(readings(LARGE, LARGE.replaceFirst("many", "m\u00e4ny")));

    assertThatThrownBy(() -> wire(outgoing)).hasMessageContaining("changed");
  }

  @Test
  void oneOfTheSameLengthWithOtherDotsIsNotEnded() throws IOException {
    Outgoing outgoing = prepared(readings(LARGE, LARGE.replaceFirst("\na", "\n.")));

    assertThatThrownBy(() -> wire(outgoing)).hasMessageContaining("changed");
  }

  @Test
  void whatMayNotBeSentIsRefusedBeforeItIsOffered() {
    assertThatThrownBy(() -> prepared(readings("a: b\0\n")))
        .isInstanceOf(ContentRefusedException.class);
    assertThatThrownBy(() -> Outgoing.prepare(readings("a: b\n"), LineEnds.STRICT, Dots.STUFFED))
        .isInstanceOf(ContentRefusedException.class);
  }

  /** A block is as large as is expected, within bounds: what comes may be a little more. */
  @ParameterizedTest
  @ValueSource(ints = {3_960, 4_096, 63_425, 63_487, 63_488, 65_536, 262_143, 262_144, 262_145})
  void growsByItsLineEndsWhereverTheyFall(int size) throws IOException {
    int lines = size / 32 + 130;
    for (int last = 20; last < 60; last++) {
      byte[] octets = "x".repeat(size).getBytes(US_ASCII);
      System.arraycopy("A: b\n\n".getBytes(US_ASCII), 0, octets, 0, 6);
      octets[size - 1] = '\n';
      int body = size - 7 - last;
      for (int i = 1; i <= lines - 3; i++) {
        octets[5 + (int) ((long) i * body / (lines - 3))] = '\n';
      }
      Outgoing outgoing = prepared(Content.of(octets));

      assertThat(wire(outgoing)).hasSize((int) outgoing.facts().size());
      assertThat(outgoing.facts().size()).isEqualTo(size + lines);
    }
  }

  private static Outgoing prepared(Content content) throws IOException {
    return Outgoing.prepare(content, LineEnds.NORMALIZED, Dots.STUFFED);
  }

  /** What stands there the first time it is read, the second time, and so on. */
  private static Content readings(String... texts) {
    Queue<String> readings = new ArrayDeque<>(List.of(texts));
    return Content.writing(
        out -> {
          if (readings.isEmpty()) {
            throw new IOException("read more often than it should be");
          }
          out.write(octets(readings.remove()));
        });
  }

  private static String wire(Outgoing outgoing) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    outgoing.writeTo(
        (octets, offset, length) -> {
          assertThat(length).isPositive();
          wire.write(octets, offset, length);
        });
    return wire.toString(ISO_8859_1);
  }
}
