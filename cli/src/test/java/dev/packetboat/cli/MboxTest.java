package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.packetboat.mail.Content;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4155, Appendix A, with the quoting of mboxrd. Lines end where there is a bar. */
class MboxTest {

  private static final String JOE = "From joe@x.test Thu Jan  1 00:00:00 1970|";

  private static Mbox mbox(String text) throws IOException, Refusal {
    return Mbox.read(new Source("box", Content.of(text)));
  }

  private static String text(Source message) throws IOException {
    try (InputStream in = message.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(Mbox mbox) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < mbox.size(); i++) {
      texts.add(text(mbox.get(i)));
    }
    return texts;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "two messages; JOE|A: 1||one||JOE|A: 2||two||; A: 1||one| # A: 2||two|",
        "without the last empty line; JOE|A: 1||one||JOE|A: 2||two|; A: 1||one| # A: 2||two|",
        "without the last line end; JOE|A: 1||one||JOE|A: 2||two; A: 1||one| # A: 2||two",
        "several empty lines at the end, of which one is not the message; JOE|A: 1||one||||; A: 1||one|||",
        "From in the middle of a paragraph is text; JOE|A: 1||one|From here||; A: 1||one|From here|",
        "From after an empty line begins a message; JOE|A: 1||one||From here|on; A: 1||one| # on",
        "From alone is a word; JOE|A: 1||one||From|there||Fromage||; A: 1||one||From|there||Fromage|",
        "a quoted line; JOE|A: 1||>From here||; A: 1||From here|",
        "a line quoted twice; JOE|A: 1||>>From here||>>>From there||; A: 1||>From here||>>From there|",
        "what looks like it; JOE|A: 1||> From|>Fro|>>x>From_|; A: 1||> From|>Fro|>>x>From_|",
        "a quote at the very end; JOE|A: 1||>From_; A: 1||From_",
        "a quote that is no more than begun; JOE|A: 1||>Fr; A: 1||>Fr",
        "an empty message; JOE||JOE|A: 2||; NOTHING # A: 2|",
        "a separator and nothing else; JOE|; NOTHING",
        "a separator without an end; From joe; NOTHING"
      })
  void messagesAreFound(String what, String mbox, String messages) throws Exception {
    String text = mbox.replace("JOE|", JOE).replace('|', '\n').replace('_', ' ');
    List<String> expected =
        Arrays.stream(messages.split(" # ", -1))
            .map(message -> message.replace("NOTHING", "").replace('|', '\n').replace('_', ' '))
            .toList();

    assertThat(texts(mbox(text))).isEqualTo(expected);
    assertThat(texts(mbox(text.replace("\n", "\r\n"))))
        .as("with CRLF")
        .isEqualTo(expected.stream().map(message -> message.replace("\n", "\r\n")).toList());
  }

  @Test
  void messagesAreNamedByNumber() throws Exception {
    Mbox mbox = mbox("From a\nA: 1\n\nFrom b\nA: 2\n\nFrom c\nA: 3\n");

    assertThat(mbox.size()).isEqualTo(3);
    assertThat(mbox.get(2).name()).isEqualTo("box#3");
    assertThat(text(mbox.get(2))).isEqualTo("A: 3\n");
  }

  @Test
  void theSizeIsKnownWithoutReading() throws Exception {
    Mbox mbox = mbox("From a\nA: 1\n\n>From here\n>>From there\n\nFrom b\nA: 2\n");

    for (int i = 0; i < mbox.size(); i++) {
      assertThat(mbox.get(i).content().size()).hasValue(text(mbox.get(i)).length());
    }
  }

  @Test
  void aMessageCanBeReadOctetByOctetAndByTwoAtOnce() throws Exception {
    Mbox mbox = mbox("From a\nA: 1\n\n>From \u00e9\n\nFrom b\nA: 2\n");
    var octets = new ByteArrayOutputStream();
    try (InputStream first = mbox.get(0).content().open();
        InputStream second = mbox.get(0).content().open()) {
      for (int octet = first.read(); octet >= 0; octet = first.read()) {
        octets.write(octet);
      }
      assertThat(second.readAllBytes()).isEqualTo(octets.toByteArray());
    }
    assertThat(octets.toString(StandardCharsets.UTF_8)).isEqualTo("A: 1\n\nFrom \u00e9\n");
  }

  @Test
  void manyMessagesAcrossTheBordersOfBuffers() throws Exception {
    var text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String line = "x".repeat(i % 251) + "\n";
      text.append("From joe\nA: ").append(i).append("\n\n>From ").append(line).append("\n");
      expected.add("A: " + i + "\n\nFrom " + line);
    }

    assertThat(texts(mbox(text.toString()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"A: 1", "'\nFrom joe'", "' From joe'", "'>From joe'", "'from joe'"})
  void whatDoesNotBeginWithFromIsNoMbox(String text) {
    for (String ending : List.of("", "\n", "\r\n", "\n\nFrom joe\n")) {
      Refusal refusal = catchThrowableOfType(Refusal.class, () -> mbox(text + ending));

      assertThat(refusal.status()).isEqualTo(ExitStatus.BAD_INPUT);
      assertThat(refusal).hasMessageContaining("box: is no mbox");
    }
  }

  @Test
  void anMboxThatBecameShorterIsNotReadAsIfItWereWhole() {
    var index = new MboxIndex.Place(2, 10, 0);
    Content beyond = new MboxMessage(Content.of("0"), index);
    Content cut = new MboxMessage(Content.of("0123456"), index);

    assertThatThrownBy(() -> text(new Source("", beyond))).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> text(new Source("", cut)))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("shorter");
  }
}
