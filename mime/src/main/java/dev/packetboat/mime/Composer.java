package dev.packetboat.mime;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.mail.Message;
import dev.packetboat.mime.internal.Attachment;
import dev.packetboat.mime.internal.Characters;
import dev.packetboat.mime.internal.FieldLine;
import dev.packetboat.mime.internal.HeaderFields;
import dev.packetboat.mime.internal.Letter;
import dev.packetboat.mime.internal.MediaType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Composes a message: a text, the same in HTML with images, attachments.
 *
 * {@snippet class="ExamplesTest" region="compose" :
 * Message letter =
 *     Composer.from("Joe Doe", "joe@example.com")
 *         .to("ann@example.org")
 *         .subject("Grüße")
 *         .text("Hello Ann, this is our logo.")
 *         .html("<p>Hello Ann, this is our logo: <img src=\"cid:logo\">")
 *         .inline("logo", logo)
 *         .attach(report)
 *         .build();
 * }
 *
 * What is wrong with a value is said when it is given, what is wrong with the whole or with a file
 * when it is built. The message is ASCII in lines of at most 998 characters, but for two things
 * that have no other form: an address whose local part is not ASCII, and an attached message that
 * is not.
 *
 * <p>Not thread-safe. It can build any number of messages, each with its own Date and Message-ID.
 */
public final class Composer {

  private final Correspondents people;
  private Optional<String> subject = Optional.empty();
  private Optional<String> text = Optional.empty();
  private Optional<String> html = Optional.empty();
  private final List<Attachment> images = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private final List<FieldLine> fields = new ArrayList<>();
  private Clock clock = Clock.system(ZoneId.systemDefault());
  private RandomGenerator random = new SecureRandom();

  private Composer(Mailbox from) {
    people = new Correspondents(from);
  }

  /**
   * A message from this address.
   *
   * @throws dev.packetboat.mail.AddressSyntaxException if the text is not an address with a domain
   */
  public static Composer from(String address) {
    return from(Mailbox.of(address));
  }

  /**
   * A message from this address.
   *
   * @param name what readers see beside the address
   * @throws IllegalArgumentException if the name contains a control character, or the address is
   *     none with a domain
   */
  public static Composer from(String name, String address) {
    return from(Mailbox.named(name, address));
  }

  /** A message from this address, which has a domain. */
  public static Composer from(Address address) {
    return from(Mailbox.of(address));
  }

  /** A message from this mailbox, whose address has a domain. */
  public static Composer from(Mailbox mailbox) {
    return new Composer(mailbox);
  }

  /**
   * Who sends it, where that is not who it is from: reports of failure go there (RFC 5322 §3.6.2).
   */
  public Composer sender(Mailbox mailbox) {
    people.sender(mailbox);
    return this;
  }

  /** Adds recipients: one address in each text, without a name. */
  public Composer to(String... addresses) {
    return to(parsed(addresses));
  }

  /** Adds recipients. */
  public Composer to(Address... addresses) {
    return to(unnamed(addresses));
  }

  /** Adds recipients. */
  public Composer to(Mailbox... mailboxes) {
    people.to(mailboxes);
    return this;
  }

  /** Adds recipients of a copy: one address in each text, without a name. */
  public Composer cc(String... addresses) {
    return cc(parsed(addresses));
  }

  /** Adds recipients of a copy. */
  public Composer cc(Address... addresses) {
    return cc(unnamed(addresses));
  }

  /** Adds recipients of a copy. */
  public Composer cc(Mailbox... mailboxes) {
    people.cc(mailboxes);
    return this;
  }

  /**
   * Adds recipients whom the message does not name: they are in its envelope only. One address in
   * each text.
   */
  public Composer bcc(String... addresses) {
    people.bcc(parsed(addresses));
    return this;
  }

  /** Adds recipients whom the message does not name: they are in its envelope only. */
  public Composer bcc(Address... addresses) {
    people.bcc(unnamed(addresses));
    return this;
  }

  /** Says where answers go: one address in each text, without a name. */
  public Composer replyTo(String... addresses) {
    return replyTo(parsed(addresses));
  }

  /** Says where answers go. */
  public Composer replyTo(Address... addresses) {
    return replyTo(unnamed(addresses));
  }

  /** Says where answers go. */
  public Composer replyTo(Mailbox... mailboxes) {
    people.replyTo(mailboxes);
    return this;
  }

  private static Mailbox[] parsed(String... addresses) {
    return Arrays.stream(addresses).map(Mailbox::of).toArray(Mailbox[]::new);
  }

  private static Mailbox[] unnamed(Address... addresses) {
    return Arrays.stream(addresses).map(Mailbox::of).toArray(Mailbox[]::new);
  }

  /**
   * What it is about.
   *
   * @throws IllegalArgumentException if the text contains a control character
   */
  public Composer subject(String text) {
    subject = Optional.of(Characters.inHeader("the subject", text));
    return this;
  }

  /**
   * The text, whose lines may end in CR, LF or CRLF.
   *
   * @throws IllegalArgumentException if it contains NUL
   */
  public Composer text(String plain) {
    text = Optional.of(Characters.inText("the text", plain));
    return this;
  }

  /**
   * The same in HTML. {@code <img src="cid:logo">} shows what {@link #inline} calls {@code logo}.
   *
   * @throws IllegalArgumentException if it contains NUL
   */
  public Composer html(String page) {
    html = Optional.of(Characters.inText("the HTML", page));
    return this;
  }

  /**
   * An image, or something else that the HTML shows; what it is says the end of the file's name.
   *
   * @param id what the HTML calls it, behind {@code cid:}
   */
  public Composer inline(String id, Path file) {
    return show(Attachment.of(file).shownAs(id));
  }

  /**
   * An image, or something else that the HTML shows.
   *
   * @param id what the HTML calls it, behind {@code cid:}
   * @param mediaType such as {@code image/png}
   */
  public Composer inline(String id, String mediaType, Content content) {
    return show(Attachment.unnamed(MediaType.parse(mediaType), content).shownAs(id));
  }

  private Composer show(Attachment image) {
    if (images.stream().anyMatch(other -> other.contentId().equals(image.contentId()))) {
      throw new IllegalArgumentException(
          "two images are called \"" + image.contentId().orElseThrow() + "\"");
    }
    images.add(image);
    return this;
  }

  /**
   * Attaches a file under its name without folders. It is read whenever the message is, and must
   * not change before it is sent. What it is says the end of its name, by a table of our own:
   * {@code application/octet-stream} where that does not know it.
   */
  public Composer attach(Path file) {
    attachments.add(Attachment.of(file));
    return this;
  }

  /**
   * Attaches a content.
   *
   * @param name as a file; folders before it are left out
   * @param mediaType such as {@code text/csv; charset=ISO-8859-1}
   */
  public Composer attach(String name, String mediaType, Content content) {
    attachments.add(Attachment.of(name, MediaType.parse(mediaType), content));
    return this;
  }

  /**
   * Adds a field to the header, after ours. A value in ASCII is written as it is.
   *
   * @throws IllegalArgumentException if name or value contain what they cannot, or the field is one
   *     that the composer writes
   */
  public Composer header(String name, String value) {
    fields.add(HeaderFields.custom(name, value));
    return this;
  }

  /** Tells the time, and its zone, for Date. The system's, if not set. */
  public Composer clock(Clock other) {
    clock = Objects.requireNonNull(other, "clock");
    return this;
  }

  /** Makes what has to be unique, the Message-ID above all. {@link SecureRandom}, if not set. */
  public Composer random(RandomGenerator other) {
    random = Objects.requireNonNull(other, "random");
    return this;
  }

  /**
   * The message, with its envelope and Message-ID.
   *
   * @throws IllegalArgumentException if it has no recipient, shows images without HTML, or an
   *     attached message that cannot be sent in lines
   * @throws IOException if a file is not there or cannot be read
   */
  public Message build() throws IOException {
    Envelope envelope = people.envelope();
    if (html.isEmpty() && !images.isEmpty()) {
      throw new IllegalArgumentException("there is no HTML that could show what is inline");
    }
    String messageId = "<" + unique() + "@" + people.domain() + ">";
    Content content =
        new Letter(text, html, images, attachments).content(header(messageId), unique());
    return Message.of(envelope, content).withMessageId(Optional.of(messageId));
  }

  // RFC 5322 §3.6.4: a left side that nobody else makes, at a domain that is ours.
  private String unique() {
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }

  private List<FieldLine> header(String messageId) {
    List<FieldLine> header = new ArrayList<>();
    header.add(HeaderFields.date(clock));
    header.addAll(people.fields());
    subject.ifPresent(about -> header.add(HeaderFields.text("Subject", about)));
    header.add(HeaderFields.word("Message-ID", messageId));
    header.addAll(fields);
    // RFC 2045 §4
    header.add(HeaderFields.word("MIME-Version", "1.0"));
    return header;
  }
}
