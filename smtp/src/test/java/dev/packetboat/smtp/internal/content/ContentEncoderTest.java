package dev.packetboat.smtp.internal.content;

import static dev.packetboat.smtp.internal.content.Escapes.octets;
import static dev.packetboat.smtp.internal.content.Escapes.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What stands in a message, and what goes on the wire for it. */
class ContentEncoderTest {

  /** An input, what DATA carries before its final dot, and why. */
  private record Row(String input, String wire, String reason) {}

  private static final List<Row> LINE_ENDS =
      List.of(
          new Row("", "", "an empty content stays empty"),
          new Row("\r\n", "\r\n", "an empty line"),
          new Row("\r\na\r\nb\r\n", "\r\na\r\nb\r\n", "canonical already"),
          new Row("\na\nb\n", "\r\na\r\nb\r\n", "LF is a line end"),
          new Row("\ra\rb\r", "\r\na\r\nb\r\n", "CR is a line end"),
          new Row("\n\r", "\r\n\r\n", "LF and CR are two"),
          new Row("\r\r\n", "\r\n\r\n", "CR and CRLF are two"),
          new Row("\r\n\n", "\r\n\r\n", "CRLF and LF are two"),
          new Row("\na", "\r\na\r\n", "the last line end is added"),
          new Row("\na\r", "\r\na\r\n", "a CR at the end is one"),
          new Row("a: b", "a: b\r\n", "in a header without end too"),
          new Row("a: b\n\n", "a: b\r\n\r\n", "a message without a body"),
          new Row(
              "\n\t\f\u000b\u0001\u007f", "\r\n\t\f\u000b\u0001\u007f\r\n", "but NUL all pass"));

  // RFC 5321 §4.5.2
  private static final List<Row> DOTS =
      List.of(
          new Row(".", "..\r\n", "a dot at the very start"),
          new Row("\n.\n", "\r\n..\r\n", "a lone dot"),
          new Row("\n..\n.a\n", "\r\n...\r\n..a\r\n", "more than a dot"),
          new Row("\na.\n.b.\n", "\r\na.\r\n..b.\r\n", "not elsewhere in a line"),
          new Row("\r\n.\r.\n.\r\n", "\r\n..\r\n..\r\n..\r\n", "after each line end there is"),
          new Row("a: b\n.c: d\n .\n", "a: b\r\n..c: d\r\n .\r\n", "in the header too"),
          new Row("Bcc: a\n.\n", "..\r\n", "where the line before was removed"));

  private static final List<Row> HIDDEN_RECIPIENTS =
      List.of(
          new Row("Bcc: a\nTo: b\n\nc\n", "To: b\r\n\r\nc\r\n", "the field goes"),
          new Row("To: b\nBcc: a", "To: b\r\n", "a header that does not end is one"),
          new Row("Bcc: a", "", "nothing is left, and no line end is added"),
          new Row("bCC:a\nRESENT-bcc:\n", "", "in any case of letters, with or without a value"),
          new Row("Bcc: a,\n b,\n\tc\nTo: d\n", "To: d\r\n", "with the lines that continue it"),
          new Row("Bcc: a\n \n b\nTo: d\n", "To: d\r\n", "a line of white space continues it"),
          new Row(
              "Bcc \t : a\nTo: b\n", "To: b\r\n", "RFC 5322 §4.5: white space before the colon"),
          new Row("Bcc\n : a\nTo: b\n", "To: b\r\n", "who unfolds first finds a name and a colon"),
          new Row("Bcc \n\t: a\nTo: b\n", "To: b\r\n", "the same with white space"),
          new Row("Bcc\nTo: b\n", "To: b\r\n", "a name alone: what followed it is not known"),
          new Row("Bcc: a\rBcc: b\r\nTo: c\r\r", "To: c\r\n\r\n", "after each line end there is"),
          new Row("To: a\n Bcc: b\n", "To: a\r\n Bcc: b\r\n", "a continued line is no field"),
          new Row(" Bcc: b\n", " Bcc: b\r\n", "not even where it continues nothing"),
          new Row("To: a\n\nBcc: b\n", "To: a\r\n\r\nBcc: b\r\n", "the body is the body"),
          new Row("Bccc: a\nBc: b\nXBcc: c\n", "Bccc: a\r\nBc: b\r\nXBcc: c\r\n", "other names"),
          new Row("B cc: a\nBcc x: b\n", "B cc: a\r\nBcc x: b\r\n", "two words are no name"),
          new Row("Resent-Bccs: a\n: b\n", "Resent-Bccs: a\r\n: b\r\n", "longer, and none at all"),
          new Row("Bcc;: a\nTo\n: b\n", "Bcc;: a\r\nTo\r\n: b\r\n", "no field: not ours to mend"),
          new Row(
              "Bcc" + " ".repeat(300) + ": a\nTo: b\n",
              "To: b\r\n",
              "however much white space hides the colon"),
          new Row(
              "To" + " ".repeat(300) + ": a\n",
              "To" + " ".repeat(300) + ": a\r\n",
              "white space is kept with what is kept"),
          new Row(
              "B" + " ".repeat(265) + "cc: a\n",
              "B" + " ".repeat(265) + "cc: a\r\n",
              "and does not join two words"),
          new Row("Bcc: a\n\n", "\r\n", "the empty line stays, or the body would be a header"));

  @TestFactory
  Stream<DynamicTest> whatGoesOnTheWire() {
    return Stream.of(LINE_ENDS, DOTS, HIDDEN_RECIPIENTS)
        .flatMap(List::stream)
        .map(row -> dynamicTest(row.reason, () -> assertWire(row)));
  }

  /** However it is cut in three. */
  private static void assertWire(Row row) throws IOException {
    byte[] input = octets(row.input);
    for (int first = 0; first <= input.length; first++) {
      for (int second = first; second <= input.length; second++) {
        assertThat(wire(input, Dots.STUFFED, first, second))
            .as("%s, cut at %d and %d", shown(input), first, second)
            .isEqualTo(row.wire);
      }
    }
    assertThat(wire(input, Dots.PLAIN)).isEqualTo(row.wire.replaceAll("(?m)^\\.", ""));
  }

  private static String wire(byte[] input, Dots dots, int... cuts) throws IOException {
    return Encoding.encoded(input, LineEnds.NORMALIZED, dots, cuts).wire().orElseThrow();
  }

  /** An input that is refused, and how the message says it. */
  private record Refusal(String input, LineEnds lineEnds, String message) {}

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal("a: b\0\r\n", LineEnds.NORMALIZED, "it holds a NUL octet, at offset 4"),
          new Refusal("Bcc: \0\r\n", LineEnds.NORMALIZED, "it holds a NUL octet, at offset 5"),
          new Refusal("\r\n\0.\r\n", LineEnds.NORMALIZED, "it holds a NUL octet, at offset 2"),
          new Refusal("\r\n\0.\r\n", LineEnds.STRICT, "it holds a NUL octet, at offset 2"),
          new Refusal("a\r", LineEnds.STRICT, bare("CR", 1)),
          new Refusal("a\rb\r\n", LineEnds.STRICT, bare("CR", 1)),
          new Refusal("a\r\r\n", LineEnds.STRICT, bare("CR", 1)),
          new Refusal("a\nb\r\n", LineEnds.STRICT, bare("LF", 1)),
          new Refusal("\r\n\n", LineEnds.STRICT, bare("LF", 2)),
          new Refusal("\r\nThis is the body\r\nof it,\rit is\r\n", LineEnds.STRICT, bare("CR", 26)),
          new Refusal("\r\nThis is the body\r\nof it,\nit is\r\n", LineEnds.STRICT, bare("LF", 26)),
          new Refusal("Bcc: a\nb: c\r\n", LineEnds.STRICT, bare("LF", 6)),
          new Refusal("a", LineEnds.STRICT, "its last line does not end with CRLF"),
          new Refusal("\r\na", LineEnds.STRICT, "its last line does not end with CRLF"),
          new Refusal("Bcc: a", LineEnds.STRICT, "its last line does not end with CRLF"));

  private static String bare(String what, int offset) {
    return "it holds a " + what + " that is not part of a CRLF, at offset " + offset;
  }

  @TestFactory
  Stream<DynamicTest> whatIsRefused() {
    return REFUSALS.stream()
        .map(
            refusal ->
                dynamicTest(
                    refusal.lineEnds + " " + shown(octets(refusal.input)),
                    () -> assertRefused(refusal)));
  }

  private static void assertRefused(Refusal refusal) throws IOException {
    byte[] input = octets(refusal.input);
    for (int cut = 0; cut <= input.length; cut++) {
      ContentEncoder encoder = new ContentEncoder((b, o, l) -> {}, refusal.lineEnds, Dots.STUFFED);
      int at = cut;
      assertThatThrownBy(
              () -> {
                encoder.write(input, 0, at);
                encoder.write(input, at, input.length - at);
                encoder.finish();
              })
          .isInstanceOf(ContentRefusedException.class)
          .hasMessage(refusal.message);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsKnownOfIt() {
    String umlaut = "\u00c3\u00bc"; // UTF-8
    String x998 = "x".repeat(998);
    return Stream.of(
            facts("", 0, false, false, false, "nothing"),
            facts("a: b\n\n.\n", 11, false, false, false, "RFC 1870 §3: without stuffed dots"),
            facts("Bcc: " + umlaut + "\n\n", 2, false, false, false, "what is removed is not sent"),
            facts("a: " + umlaut + "\n\nb\n", 12, true, true, false, "UTF-8 in the header"),
            facts("a: \u00fc\n\nb\n", 11, true, false, false, "not UTF-8"),
            facts(
                "a: " + umlaut + "\nb: \u00fc\n",
                13,
                true,
                false,
                false,
                "where one line is not UTF-8 the header is not"),
            facts("a: \u00c3\n\u00bc: b\n", 12, true, false, false, "no character spans lines"),
            facts("a: \u00c3", 6, true, false, false, "nor is one half a character"),
            facts("a: \u00c0\u00af\n", 7, true, false, false, "RFC 3629 §3: nothing overlong"),
            facts("a: \u00e0\u0080\u00af\n", 8, true, false, false, "not in three octets"),
            facts("a: \u00f0\u0080\u0080\u00af\n", 9, true, false, false, "not in four"),
            facts("a: \u00ed\u00a0\u0080\n", 8, true, false, false, "no surrogates"),
            facts("a: \u00f4\u0090\u0080\u0080\n", 9, true, false, false, "U+10FFFF is the last"),
            facts("a: \u00f0\u009f\u0093\u00a7\n", 9, true, true, false, "four octets"),
            facts("\n" + umlaut + "\n", 6, true, false, false, "8 bit in the body"),
            facts("\n0123456789abcdef\u00fc\n0123456789abcdef\n", 39, true, false, false, "amid"),
            facts("\n" + x998 + "\n", 1002, false, false, false, "as long as a line may be"),
            facts("\n" + x998 + "x\n", 1003, false, false, true, "RFC 5321 §4.5.3.1.6: longer"),
            facts("\n" + x998 + "\n" + x998 + "\n", 2002, false, false, false, "amid others"),
            facts(
                "\n" + x998 + "x\n" + x998 + "\n", 2003, false, false, true, "longer amid others"),
            facts("\nx" + x998, 1003, false, false, true, "the last line too"),
            facts("a:" + x998 + "\n", 1002, false, false, true, "in the header too"),
            facts("\n." + x998 + "\n", 1003, false, false, true, "a dot of its own counts"),
            facts("\n." + x998.substring(1) + "\n", 1002, false, false, false, "a stuffed not"),
            facts("Bcc:" + x998 + "\n", 0, false, false, false, "what is removed has no length"))
        .flatMap(test -> test);
  }

  private static Stream<DynamicTest> facts(
      String input, long size, boolean eightBit, boolean utf8, boolean longLine, String reason) {
    ContentFacts expected = new ContentFacts(size, eightBit, utf8, longLine);
    byte[] octets = octets(input);
    return Stream.of(
        dynamicTest(reason, () -> assertThat(facts(octets)).isEqualTo(expected)),
        dynamicTest(
            reason + ", octet by octet",
            () ->
                assertThat(facts(octets, IntStream.range(0, octets.length).toArray()))
                    .isEqualTo(expected)));
  }

  private static ContentFacts facts(byte[] input, int... cuts) throws IOException {
    return Encoding.encoded(input, LineEnds.NORMALIZED, Dots.STUFFED, cuts).facts().orElseThrow();
  }

  @Test
  void theSinkGetsBlocks() throws IOException {
    List<Integer> blocks = new ArrayList<>();
    ContentEncoder encoder =
        new ContentEncoder((b, o, l) -> blocks.add(l), LineEnds.NORMALIZED, Dots.STUFFED);
    encoder.write('\n');
    for (int i = 0; i < 20_000; i++) {
      encoder.write(octets("a line of text\n"));
    }
    assertThat(blocks).as("as long as more may come").isNotEmpty().allMatch(l -> l > 65_000);
    encoder.finish();

    assertThat(blocks).allMatch(length -> length <= 65_536);
    assertThat(blocks.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2 + 20_000 * 16);
  }

  @Test
  void aRangeOutsideTheArrayIsRefused() {
    ContentEncoder encoder = encoder(new ByteArrayOutputStream());

    assertThatThrownBy(() -> encoder.write(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  // A PrintStream keeps failures to itself; what came after the NUL must not be sent without it.
  @Test
  void aWriterThatGoesOnRegardlessCannotFinish() throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    ContentEncoder encoder = encoder(wire);

    encoder.write(
        Content.writing(
            out -> {
              PrintStream print = new PrintStream(out, true, StandardCharsets.US_ASCII);
              print.print("\r\nPay 10\0");
              print.print("00 to Joe\r\n");
            }));

    assertThatThrownBy(encoder::finish)
        .isInstanceOf(ContentRefusedException.class)
        .hasMessageContaining("NUL");
    assertThat(wire.toByteArray()).isEmpty();
  }

  @Test
  void whatFailedFirstIsToldWhateverTheWriterMakesOfIt() {
    IOException broken = new IOException("the line broke");
    ContentEncoder encoder =
        new ContentEncoder(
            (b, o, l) -> {
              throw broken;
            },
            LineEnds.NORMALIZED,
            Dots.STUFFED);
    Content writer =
        Content.writing(
            out -> {
              try (var buffered = new BufferedOutputStream(out)) {
                buffered.write(new byte[200_000]);
              } catch (IOException e) {
                throw new UncheckedIOException("in a writer", e);
              }
            });
    byte[] text = octets("x".repeat(200_000));

    assertThatThrownBy(() -> encoder.write(text)).isSameAs(broken);
    assertThatThrownBy(() -> encoder.write(text))
        .as("one of its own, for try-with-resources suppresses the second")
        .isNotSameAs(broken)
        .hasCause(broken);
    assertThatThrownBy(() -> encoder.write(writer)).isSameAs(broken);
    assertThatThrownBy(encoder::finish).isSameAs(broken);
  }

  @Test
  void whatFailsInTheWriterIsTold() {
    IOException unreadable = new IOException("no such page");
    Content lines =
        Content.writing(
            out -> {
              throw new UncheckedIOException(unreadable);
            });

    assertThatThrownBy(() -> encoder(new ByteArrayOutputStream()).write(lines))
        .isSameAs(unreadable);
  }

  @Test
  void aContentThatBrokeOffCannotBeFinished() {
    ContentEncoder encoder = encoder(new ByteArrayOutputStream());
    Content writer =
        Content.writing(
            out -> {
              out.write(octets("half a"));
              throw new IllegalStateException("no more paper");
            });

    assertThatThrownBy(() -> encoder.write(writer)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(encoder::finish).hasMessage("it was not written to its end");
  }

  @Test
  void afterTheEndNothingMoreIsTaken() throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    ContentEncoder encoder = encoder(wire);
    encoder.write(octets("a: b\r\n"));
    encoder.finish();

    var late = catchThrowableOfType(IOException.class, () -> encoder.write('c'));

    assertThat(late).hasMessage("no more content is taken");
    assertThat(wire.toString(StandardCharsets.US_ASCII)).isEqualTo("a: b\r\n");
  }

  private static ContentEncoder encoder(ByteArrayOutputStream wire) {
    return new ContentEncoder(wire::write, LineEnds.NORMALIZED, Dots.STUFFED);
  }
}
