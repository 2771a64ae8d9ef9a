package dev.packetboat.bench.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final String ENVELOPE =
      "MAIL FROM:<joe@bench.test>\r\nRCPT TO:<ann@bench.test>\r\nRCPT TO:<bob@bench.test>\r\n";

  private final Tally tally = new Tally();
  private final Replies replies = new Replies();
  private final Conversation conversation =
      new Conversation(Offer.pipelining().withChunking(), tally, replies);

  private String answers(String input, int piece) {
    byte[] octets = input.getBytes(US_ASCII);
    for (int at = 0; at < octets.length; at += piece) {
      conversation.take(octets, at, Math.min(octets.length, at + piece));
    }
    return new String(replies.take(), US_ASCII).replaceAll("[ -].*\r\n", " ");
  }

  /** However the octets are cut, two messages in one group are two messages. */
  @Test
  void findsTheEndOfEachContentHoweverItIsCut() {
    String content = "Subject: a\r\n\r\n..\r\n. \r\n\r\r\n.x\r\n.\n.\r\nthe end of it\r\n.\r\n";
    String group = ENVELOPE + "DATA\r\n" + content;
    for (int piece = 1; piece < group.length(); piece++) {
      long before = tally.count().octets();
      assertThat(answers(group + group, piece)).isEqualTo("250 250 250 354 250 ".repeat(2));
      assertThat(tally.count().octets() - before).isEqualTo(2L * (content.length() - 3));
    }
    assertThat(tally.count().messages()).isEqualTo(2L * (group.length() - 1));
    assertThat(tally.count().recipients()).isEqualTo(2 * tally.count().messages());
    assertThat(tally.count().faults()).isZero();
  }

  @Test
  void anEmptyContentEndsAtOnce() {
    assertThat(answers(ENVELOPE + "DATA\r\n.\r\nQUIT\r\n", 7))
        .isEqualTo("250 250 250 354 250 221 ");
  }

  @Test
  void takesChunksOctetForOctet() {
    String group = ENVELOPE + "BDAT 7\r\n\r\n.\r\n..BDAT 2 LAST\r\nab";

    assertThat(answers(group + group, 3)).isEqualTo("250 250 250 250 250 ".repeat(2));
    assertThat(tally.count()).isEqualTo(new Tally.Count(0, 2, 4, 18, 0));
  }

  @Test
  void countsWhatIsOutOfOrder() {
    answers("DATA\r\nRCPT TO:<a@b.test>\r\nBDAT 1 LAST\r\nxHUH\r\n", 100);

    assertThat(tally.count()).isEqualTo(new Tally.Count(0, 0, 0, 0, 4));
  }
}
