package dev.packetboat.mime;

import static dev.packetboat.mime.Composed.letter;
import static dev.packetboat.mime.Composed.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.Message;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be composed, and what is said about it. */
class RefusalsTest {

  private static final Content NOTHING = Content.of("");

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal("has no domain", () -> Composer.from("joe")),
        refusal("only a recipient may lack a domain", () -> Composer.from("postmaster")),
        refusal("contains \\u000a", () -> Composer.from("joe@example.com\nBcc: eve@example.net")),
        refusal("has more than one @", () -> letter().to("ann@example.org@example.net")),
        refusal("can only be a blind copy", () -> letter().to("postmaster")),
        refusal("can only be a blind copy", () -> letter().replyTo("postmaster")),
        refusal("has no recipient", () -> Composer.from("joe@example.com").build()),
        refusal("the subject \"a\\u0000b\" contains", () -> letter().subject("a\0b")),
        refusal("half of a surrogate pair", () -> letter().subject("\ud83d")),
        refusal("half of a surrogate pair", () -> letter().text("\ude00")),
        refusal("the text contains the control character U+0000", () -> letter().text("a\0")),
        refusal("the HTML contains the control character U+0000", () -> letter().html("\0")),
        refusal("not the name of a file", () -> letter().attach("", "a/b", NOTHING)),
        refusal("not the name of a file", () -> letter().attach("../..", "a/b", NOTHING)),
        refusal("not the name of a file", () -> letter().attach("folder\\", "a/b", NOTHING)),
        refusal("not a media type", () -> letter().attach("a", "text", NOTHING)),
        refusal("not a media type", () -> letter().attach("a", "text/", NOTHING)),
        refusal("not a media type", () -> letter().attach("a", "text/plain; charset", NOTHING)),
        refusal("not a media type", () -> letter().attach("a", "text/plain; a=\"b", NOTHING)),
        refusal("not a media type", () -> letter().attach("a", "text/plain; a=é", NOTHING)),
        refusal("has no parts", () -> letter().attach("a", "Multipart/mixed", NOTHING)),
        refusal("cannot be what an image is called", () -> letter().inline("a b", "a/b", NOTHING)),
        refusal("cannot be what an image is called", () -> letter().inline("<a>", "a/b", NOTHING)),
        refusal("cannot be what an image is called", () -> letter().inline("", "a/b", NOTHING)),
        refusal(
            "two images are called \"a\"",
            () -> letter().inline("a", "a/b", NOTHING).inline("a", "a/b", NOTHING)),
        refusal("there is no HTML", () -> letter().inline("a", "a/b", NOTHING).build()),
        refusal("not the name of a field", () -> letter().header("", "x")),
        refusal("not the name of a field", () -> letter().header("X Y", "x")),
        refusal("not the name of a field", () -> letter().header("X:Y", "x")),
        refusal("not the name of a field", () -> letter().header("Größe", "x")),
        refusal("998", () -> letter().header("X-A", "a".repeat(1000))),
        refusal(
            "has a line of more than 998 octets",
            () -> letter().attach("a.eml", "message/rfc822", Content.of("a".repeat(999))).build()),
        refusal(
            "contains NUL",
            () -> letter().attach("a.eml", "message/rfc822", Content.of("a: \0\n")).build()));
  }

  private static Arguments refusal(String reason, ThrowingCallable call) {
    return arguments(reason, call);
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource
  void refused(String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  // RFC 5322 §2.2: a line that begins without white space is a field of its own.
  @ParameterizedTest
  @ValueSource(strings = {"a\r\nBcc: b@x.test", "a\nBcc: b@x.test", "a\rb", "a\u0085b", "a\tb"})
  void noValueBecomesAField(String value) {
    Stream<ThrowingCallable> places =
        Stream.of(
            () -> letter().subject(value),
            () -> Mailbox.named(value, "ann@example.org"),
            () -> letter().header("X-A", value),
            () -> letter().header(value, "x"),
            () -> letter().attach(value, "a/b", NOTHING),
            () -> letter().attach(Path.of(value)),
            () -> letter().attach("a", value, NOTHING),
            () -> letter().attach("a", "a/b; c=\"" + value + "\"", NOTHING),
            () -> letter().inline(value, "a/b", NOTHING),
            () -> letter().to(value));

    places.forEach(place -> assertThatThrownBy(place).isInstanceOf(IllegalArgumentException.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Date",
        "FROM",
        "Sender",
        "Reply-To",
        "To",
        "Cc",
        "Bcc",
        "Subject",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "content-id",
        "Resent-Bcc",
        "Return-Path",
        "Received"
      })
  void fieldsOfOurs(String name) {
    assertThatThrownBy(() -> letter().header(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the field " + name + " is not set by hand");
  }

  @Test
  void filesAreLookedAtWhenBuilt(@TempDir Path folder) {
    assertThatThrownBy(() -> letter().attach(folder.resolve("none.pdf")).build())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> letter().attach(folder).build())
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is not a file");
  }

  @Test
  void nullIsNoValue() {
    Stream<ThrowingCallable> calls =
        Stream.of(
            () -> Composer.from(none(String.class)),
            () -> Composer.from(none(Mailbox.class)),
            () -> letter().to(none(String.class)),
            () -> letter().subject(none(String.class)),
            () -> letter().text(none(String.class)),
            () -> letter().html(none(String.class)),
            () -> letter().attach(none(Path.class)),
            () -> letter().attach("a", "a/b", none(Content.class)),
            () -> letter().inline("a", "a/b", none(Content.class)),
            () -> letter().sender(none(Mailbox.class)),
            () -> letter().clock(none(Clock.class)),
            () -> letter().random(none(RandomGenerator.class)));

    calls.forEach(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class));
  }

  @SuppressWarnings({"NullAway", "unused"})
  private static <T> T none(Class<T> type) {
    return null;
  }

  @Test
  void whatIsOddAndRight() throws IOException {
    Message message =
        letter()
            .subject("a: b; <c> \"d\" %0d%0aBcc: e")
            .header("X-A", "=?UTF-8?Q?=C3=BC?=")
            .header("List-Unsubscribe", "<https://example.com/" + "u".repeat(200) + ">")
            .attach(". ..", "text/x.y; a=\"b c\"", NOTHING)
            .build();

    assertThat(message.envelope().recipients()).hasSize(1);
    assertThat(source(letter().header("X-A", "=?UTF-8?Q?=C3=BC?=")))
        .contains("\nX-A: =?UTF-8?Q?=C3=BC?=\n");
  }
}
