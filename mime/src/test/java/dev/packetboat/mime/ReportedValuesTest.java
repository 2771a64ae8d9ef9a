package dev.packetboat.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.mail.EnhancedStatus;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a report says, value by value. */
class ReportedValuesTest {

  // RFC 3461 §4, RFC 6533 §3
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rfc822;ann@example.org              | rfc822;ann@example.org
          RFC822 ; ann@example.org            | rfc822;ann@example.org
          rfc822; <ann@example.org>           | rfc822;ann@example.org
          rfc822; ann@example.org (Ann)       | rfc822;ann@example.org
          rfc822; (a (b) \\) c) ann@x.test    | rfc822;ann@x.test
          rfc822; "a(b"@x.test                | rfc822;"a(b"@x.test
          rfc822; ann (@x.test                | rfc822;ann (@x.test
          rfc822 (mail); ann@example.org      | rfc822;ann@example.org
          ann@example.org                     | ann@example.org
          <ann@example.org>                   | ann@example.org
          ann+2Bnews@example.org              | ann+news@example.org
          rfc822;ann+3D1@example.org          | rfc822;ann=1@example.org
          rfc822;"ann+20o"@example.org        | rfc822;"ann o"@example.org
          rfc822;ann+20@example.org           | rfc822;ann+20@example.org
          rfc822;ann+42@example.org           | rfc822;ann+42@example.org
          rfc822;ann+news@example.org         | rfc822;ann+news@example.org
          rfc822;ann+2B+42@example.org        | rfc822;ann+2B+42@example.org
          rfc822;ann+2b@example.org           | rfc822;ann+2b@example.org
          rfc822;ann+0A@example.org           | rfc822;ann+0A@example.org
          rfc822;ann+2                        | rfc822;ann+2
          rfc822;j+C3+BCrgen@example.org      | rfc822;jürgen@example.org
          rfc822;j+FF@example.org             | rfc822;j+FF@example.org
          utf-8;j\\x{FC}rgen@example.org      | utf-8;jürgen@example.org
          utf-8;jürgen@example.org            | utf-8;jürgen@example.org
          utf-8;\\x{1F600}+2B\\x{2B}@x.test   | utf-8;😀+2B+@x.test
          utf-8;\\x{}\\x{D800}\\x{110000}     | utf-8;\\x{}\\x{D800}\\x{110000}
          utf-8;\\x{0A}\\x{FC\\x{00000FC}     | utf-8;\\x{0A}\\x{FC\\x{00000FC}
          rfc822;\\x{FC}@x.test               | rfc822;\\x{FC}@x.test
          x400; /C=de/(A)/S=ann+2B/           | x400;/C=de/(A)/S=ann+2B/
          """)
  void originalRecipient(String written, String read) {
    assertThat(ReportedAddress.original(written)).hasToString(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rfc822;ann@example.org       | ann@example.org
          rfc/822;ann@example.org      | ann@example.org
          utf-8;jürgen@example.org     | jürgen@example.org
          <ann@example.org>            | ann@example.org
          rfc822;ann+2B@example.org    | ann+2B@example.org
          rfc822;postmaster            | postmaster
          rfc822;/bin/program          |
          rfc822;                      |
          rfc822;a@x.test, b@x.test    |
          x400;ann@example.org         |
          """)
  void finalRecipientAsAddress(String written, String read) {
    assertThat(ReportedAddress.last(written).address().map(Object::toString))
        .isEqualTo(Optional.ofNullable(read));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smtp; 550 5.1.1 no such user      | 550 | 5.1.1
          SMTP;550-5.1.1 no such            | 550 | 5.1.1
          550 5.1.1 <a@x.test>; no          | 550 | 5.1.1
          smtp; 550                         | 550 |
          smtp; 550 5.1.1                   | 550 | 5.1.1
          smtp; 550 4.1.1 of another class  | 550 |
          smtp; 550 5.1.1.1 no              | 550 |
          smtp; 5501 no                     |     |
          smtp; 650 no                      |     |
          smtp; 560 no                      |     |
          smtp; 55                          |     |
          smtp; 5.1.1 550 no                |     |
          smtp; host said: 550 5.1.1 no     |     |
          smtp; ٥٥٠ no                      |     |
          x-local; 550 5.1.1 no             |     |
          """)
  void diagnostic(String written, Integer code, String enhanced) {
    Diagnostic diagnostic = Diagnostic.read(written);

    assertThat(diagnostic.replyCode().orElse(0)).isEqualTo(code == null ? 0 : code);
    assertThat(diagnostic.enhanced().map(EnhancedStatus::toString).orElse(null))
        .isEqualTo(enhanced);
  }

  // RFC 5322 §3.3, §4.3
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Thu, 29 Apr 2010 23:34:45 +0900 (JST)   | 2010-04-29T23:34:45+09:00
          Mon, 29 Apr 2010 23:34:45 +0900         | 2010-04-29T23:34:45+09:00
          29 Apr 2010 23:34 -0330                 | 2010-04-29T23:34-03:30
          Thu,29 apr 10 23:34:45 est              | 2010-04-29T23:34:45-05:00
          Thu, 29 Apr (the day) 1999 3:4:5 GMT    | 1999-04-29T03:04:05Z
          29 Apr 99 23:34:45 UT                   | 1999-04-29T23:34:45Z
          29 Apr 110 23:34:45 UT                  | 2010-04-29T23:34:45Z
          31 Dec 2016 23:59:60 +0000              | 2016-12-31T23:59:59Z
          29 Apr 2010 23:34:45 -0000              | 2010-04-29T23:34:45Z
          29 Apr 2010 23:34:45                    |
          29 Apr 2010 23:34:45 JST                |
          29 Foo 2010 23:34:45 +0000              |
          31 Apr 2010 23:34:45 +0000              |
          29 Apr 2010 24:34:45 +0000              |
          29 Apr 2010 23 +0000                    |
          29 Apr 2010 23:34:45 +9900              |
          29 Apr 2010 23:34:45 +00x0              |
          29 Apr 99999999999 23:34:45 +0000       |
          ٢٩ Apr 2010 23:34:45 +0000              |
          2010-04-29T23:34:45Z                    |
          Thu Apr 29 23:34:45 2010                |
          a b c d e f g h                         |
          """)
  void date(String written, OffsetDateTime read) throws IOException {
    assertThat(Reports.recipientWith("Last-Attempt-Date: " + written).lastAttempt().orElse(null))
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          5.1.1                      | 5.1.1
          5.1.1 (bad mailbox)        | 5.1.1
          (bad mailbox) 4.4.7        | 4.4.7
          2.1.5 delivered            | 2.1.5
          5.7.606                    | 5.7.606
          3.1.1                      |
          5.1                        |
          5.1.1000                   |
          5.01.1                     |
          550                        |
          """)
  void status(String written, String read) throws IOException {
    assertThat(
            Reports.recipientWith("Status: " + written)
                .status()
                .map(EnhancedStatus::toString)
                .orElse(null))
        .isEqualTo(read);
  }

  @ParameterizedTest
  @EnumSource
  void action(Action action) throws IOException {
    String written = action.name().charAt(0) + action.name().substring(1).toLowerCase(Locale.ROOT);

    assertThat(Reports.recipientWith("Action: " + written + " (by us)").action()).contains(action);
    assertThat(Reports.recipientWith("Action: un" + written).action()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          dns; mx.example (192.0.2.1)   | dns | mx.example
          DNS;mx.example                | dns | mx.example
          mx.example                    | ``  | mx.example
          x-odd; a; b                   | x-odd | a; b
          of two words; b               | ``  | of two words; b
          ; b                           | ``  | ; b
          """)
  void mtaName(String written, String type, String name) throws IOException {
    assertThat(Reports.recipientWith("Remote-MTA: " + written).remoteMta())
        .contains(new MtaName(type, name));
  }

  @Test
  void theEnvelopeIdAsItWasGiven() throws IOException {
    assertThat(Reports.withFields("Original-Envelope-Id: a+2Bb+3Dc+20d\n").envelopeId())
        .contains("a+b=c d");
    assertThat(Reports.withFields("Original-Envelope-Id: 1+42;x\n").envelopeId())
        .contains("1+42;x");
  }

  @Test
  void theFirstFieldThatSaysAnything() throws IOException {
    assertThat(Reports.recipientWith("Status:\nStatus: 5.1.1\nStatus: 4.0.0").status())
        .contains(new EnhancedStatus(5, 1, 1));
  }
}
