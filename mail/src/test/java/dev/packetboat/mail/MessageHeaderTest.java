package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeaderTest {

  private static final String LETTER =
      """
      Return-Path: <joe@example.com>
      From: Joe <joe@example.com>
      To: Ann <ann@example.com>,
       bob@example.org, carl
      cC : Dora <dora@example.net>
      BCC: eve@example.net, ann@example.com
      To: frank@example.com
      Message-ID:
       <1@example.com>
      Subject: To: nobody@example.com

      To: body@example.com
      """;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void recipientsAreThoseOfToCcAndBccWhateverEndsALine(String lineEnd) throws IOException {
    MessageHeader header = read(LETTER.replace("\n", lineEnd));

    assertThat(header.to()).hasToString("ann@example.com, bob@example.org, frank@example.com");
    assertThat(header.cc()).hasToString("dora@example.net");
    assertThat(header.bcc()).hasToString("eve@example.net, ann@example.com");
    assertThat(header.recipients())
        .hasToString(
            "[ann@example.com, bob@example.org, frank@example.com, dora@example.net,"
                + " eve@example.net]");
    assertThat(header.leftOut()).containsExactly(new LeftOut("carl", "has no domain"));
    assertThat(header.sender()).map(Address::toString).contains("joe@example.com");
    assertThat(header.messageId()).contains("<1@example.com>");
    assertThat(header.isResent()).isFalse();
  }

  @Test
  void fieldsAreFoundByNameInAnyCase() throws IOException {
    MessageHeader header = read("X-A: 1\nx-a:\t2 \nX-B:\n  3\n\t4\n\nX-A: 5\n");

    assertThat(header.field("x-A")).containsExactly("1", "2");
    assertThat(header.field("X-B")).containsExactly("3\t4");
    assertThat(header.field("X-C")).isEmpty();
    assertThat(header.messageId()).isEmpty();
    assertThat(header.sender()).isEmpty();
    assertThat(header.recipients()).isEmpty();
  }

  /**
   * Where mixed line ends could make one server see an empty line and another not, the first one
   * counts.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          To: a@x\\n\\nTo: b@x       | [a@x]
          To: a@x\\r\\rTo: b@x       | [a@x]
          To: a@x\\r\\n\\rTo: b@x    | [a@x]
          To: a@x\\n\\r\\nTo: b@x    | [a@x]
          To: a@x\\n\\rTo: b@x       | [a@x]
          To: a@x\\r\\nTo: b@x       | [a@x, b@x]
          \\r\\nTo: a@x              | []
          To: a@x                    | [a@x]
          To: a@x\\r                 | [a@x]
          To: a@x\\n \\nTo: b@x      | [a@x, b@x]
          """)
  void theHeaderEndsAtTheFirstEmptyLine(String text, String recipients) throws IOException {
    MessageHeader header = read(text.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(header.recipients()).hasToString(recipients);
  }

  @Test
  void linesThatAreNoFieldsArePassedOver() throws IOException {
    MessageHeader header =
        read(
            """
             To: a@x
            From joe@example.com Tue Nov 24 11:00:00 2026
             To: b@x
            : c@x
            no field at all
            To d: d@x
            Tö: e@x
            To: f@x
            """);

    assertThat(header.recipients()).hasToString("[f@x]");
    assertThat(header.leftOut()).isEmpty();
  }

  /** Octets that are no UTF-8 must not become some other letter, and so some other person. */
  @Test
  void octetsThatAreNoUtf8MakeNoAddress() throws IOException {
    byte[] latin1 =
        "To: \u00E9@x, M\u00FCller <a@x>, b@x\u00E9, \u010A@x"
            .getBytes(StandardCharsets.ISO_8859_1);

    MessageHeader header = MessageHeader.read(Content.of(latin1));

    assertThat(header.to()).hasToString("a@x, ?@x");
    assertThat(header.leftOut())
        .containsExactly(
            new LeftOut("\uFFFD@x", "contains \\ufffd"),
            new LeftOut("b@x\uFFFD", "contains \\ufffd"));
  }

  @Test
  void utf8IsReadAsItIs() throws IOException {
    assertThat(read("To: \"Ċ\"@x, 用户@例子.广告\r\n").to()).hasToString("Ċ@x, 用户@例子.广告");
  }

  /** RFC 5322 §2.2.3: a fold between the octets of one letter leaves no letter. */
  @Test
  void aFoldInTheMiddleOfALetterMakesNone() throws IOException {
    byte[] octets = {
      'T', 'o', ':', (byte) 0xC3, '\n', ' ', (byte) 0xA9, '@', 'x', ',', 'a', '@', 'x'
    };

    assertThat(MessageHeader.read(Content.of(octets)).recipients()).hasToString("[a@x]");
  }

  @Test
  void oneFieldIsReadWithoutTheOthers() throws IOException {
    MessageHeader header = read("To: \"Ann <ann@x>\nTo: b@x (\nCc: c@x\"\nBcc: d@x)\n\n");

    assertThat(header.recipients()).isEmpty();
    assertThat(header.leftOut())
        .extracting(LeftOut::text)
        .containsExactly("\"Ann <ann@x>", "b@x (", "c@x\"", "d@x)");
  }

  @Test
  void aTabbedAddressIsReadAndIsNoRecipient() throws IOException {
    MessageHeader header = read("To: \"a\tb\"@x, c@x\n");

    assertThat(header.to().addresses()).hasSize(2);
    assertThat(header.recipients()).hasToString("[c@x]");
    assertThat(header.leftOut())
        .containsExactly(
            new LeftOut("\"a\tb\"@x", "contains a tab, which cannot be said to a server"));
  }

  /** RFC 5322 §3.6.2 */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          From: a@x                              | a@x
          From: A <a@x>\\nSender: S <s@x>        | s@x
          From: a@x, b@x\\nSender: s@x           | s@x
          From: a@x, A <a@x>\\nFrom: a@X         | a@x
          From: joe, a@x                         | a@x
          Resent-From: r@x\\nFrom: a@x           | r@x
          Resent-From: r@x, q@x\\nResent-Sender: s@x\\nFrom: a@x | s@x
          Resent-From: r@x\\nSender: s@x         | r@x
          """)
  void theSenderIsSenderOrElseTheOnlyFrom(String text, String sender) throws IOException {
    assertThat(read(text.replace("\\n", "\n")).sender()).map(Address::toString).contains(sender);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          From: a@x, b@x                           | From holds several addresses: [a@x, b@x]
          From: a@x\\nFrom: b@x                    | From holds several addresses: [a@x, b@x]
          From: a@x\\nSender: s@x, t@x             | Sender holds several addresses: [s@x, t@x]
          From: a@x\\nSender: joe                  | Sender holds no address
          From: joe                                | From holds no address
          Resent-From: r@x, q@x\\nFrom: a@x        | Resent-From holds several addresses: [r@x, q@x]
          """)
  void aSenderWhoIsNotCertainIsAnError(String text, String message) throws IOException {
    MessageHeader header = read(text.replace("\\n", "\n"));

    assertThatThrownBy(header::sender)
        .isInstanceOf(MessageSyntaxException.class)
        .hasMessage(message);
  }

  @Test
  void whereNobodyIsNamedThereIsNoSender() throws IOException {
    assertThat(read("To: a@x\n").sender()).isEmpty();
    assertThat(read("Resent-To: b@x\nFrom: a@x\n").sender()).isEmpty();
  }

  /**
   * RFC 5322 §3.6.6: what was sent on is for those to whom it was sent on last, and for nobody
   * else.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Resent-To: n@x; To: o@x                                                  | [n@x]
          Resent-To: n@x; Resent-Cc: c@x; Resent-Bcc: b@x; To: o@x; Cc: o@x; Bcc: o@x | [n@x, c@x, b@x]
          Received: r; Resent-From: f@x; Resent-To: n@x; Received: r; To: o@x      | [n@x]
          To: o@x; Resent-From: f@x; Resent-To: n@x                                | [n@x]
          Resent-From: f@x; Resent-To: n@x; Resent-From: o@x; Resent-To: o@x       | [n@x]
          Resent-From: f@x; Resent-To: n@x; Received: r; Resent-Cc: o@x; Resent-From: o@x | [n@x]
          Resent-To: n@x; Resent-From: f@x; Resent-To: o@x; Resent-From: o@x       | [n@x]
          Resent-To: n@x; Resent-Cc: c@x; Resent-Date: d; Resent-Cc: o@x           | [n@x, c@x]
          Resent-From: f@x; Received: r; Resent-Date: d; Resent-To: n@x; To: o@x   | [n@x]
          Resent-From: f@x; Resent-To: n@x; Resent-To: m@x; To: o@x                | [n@x, m@x]
          RESENT-TO: n@x; resent-cc: c@x; To: o@x                                  | [n@x, c@x]
          Resent-From: f@x; To: o@x                                                | []
          Resent-From: f@x; Resent-Date: d; Resent-From: o@x; Resent-To: o@x       | []
          """)
  void recipientsOfAResentMessageAreThoseOfItsTopmostBlock(String fields, String recipients)
      throws IOException {
    MessageHeader header = read(fields.replace("; ", "\n"));

    assertThat(header.isResent()).isTrue();
    assertThat(header.recipients()).hasToString(recipients);
  }

  @ParameterizedTest
  @CsvSource({
    "Bcc, true",
    "bcc, true",
    "BCC, true",
    "Resent-Bcc, true",
    "RESENT-bcc, true",
    "To, false",
    "Cc, false",
    "X-Bcc, false",
    "Bcc-, false",
    "Resent-Cc, false",
    "Apparently-To, false"
  })
  void blindCopiesAreInBccAndResentBcc(String name, boolean blind) {
    assertThat(MessageHeader.isBlindCopyField(name)).isEqualTo(blind);
  }

  @ParameterizedTest
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  @ValueSource(strings = {"a", "a:", "To: a@x,", " ", "a\n ", "To", "\u0000"})
  void aHeaderWithoutEndIsRefusedBeforeItFillsTheMemory(String unit) {
    Content endless = new EndlessContent(unit.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> MessageHeader.read(endless))
        .isInstanceOf(MessageSyntaxException.class)
        .hasMessage("the message cannot be read: its header has no end within 4194304 octets");
  }

  @Test
  void aHeaderMayBeAsLongAsItSays() throws IOException {
    String longest = "To: a@x,\n" + " ".repeat((4 << 20) - 9);

    assertThat(read(longest).recipients()).hasToString("[a@x]");
    assertThatThrownBy(() -> read(longest + " ")).isInstanceOf(MessageSyntaxException.class);
  }

  @Test
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void aHeaderOfTooManyFieldsIsRefused() throws IOException {
    assertThat(read("a:\n".repeat(10_000)).field("A")).hasSize(10_000);
    assertThatThrownBy(() -> read("a:\n".repeat(10_001)))
        .isInstanceOf(MessageSyntaxException.class)
        .hasMessage("the message cannot be read: its header has more than 10000 fields");
  }

  private static MessageHeader read(String text) throws IOException {
    return MessageHeader.read(Content.of(text));
  }

  /** The same octets for ever. */
  private record EndlessContent(byte[] unit) implements Content {

    @Override
    public InputStream open() {
      return new InputStream() {
        private int next;

        @Override
        public int read() {
          return unit[next++ % unit.length];
        }

        @Override
        public int read(byte[] octets, int offset, int length) {
          for (int i = 0; i < length; i++) {
            octets[offset + i] = (byte) read();
          }
          return length;
        }
      };
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
    }
  }
}
