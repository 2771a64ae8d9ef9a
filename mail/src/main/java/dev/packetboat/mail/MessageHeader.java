package dev.packetboat.mail;

import dev.packetboat.mail.internal.HeaderReader;
import dev.packetboat.mail.internal.HeaderReader.Field;
import dev.packetboat.mail.internal.SyntaxFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a message says about who sends it and whom it is for.
 *
 * {@snippet class="ExamplesTest" region="messageHeader" :
 * MessageHeader header = MessageHeader.read(letter);
 * Envelope envelope = Envelope.from(header.sender().orElseThrow()).to(header.recipients());
 * }
 *
 * A message that was sent on by its reader has Resent- fields on top, those of the last sending
 * first; then sender and recipients are those of that sending and nobody else (RFC 5322 §3.6.6).
 * Immutable, safe for use by several threads.
 */
public final class MessageHeader {

  private final List<Field> fields;
  private final List<Field> resent;
  // Not every caller wants to know: each is parsed when it is first asked for.
  private @Nullable AddressList to;
  private @Nullable AddressList cc;
  private @Nullable AddressList bcc;

  private MessageHeader(List<Field> fields) {
    this.fields = fields;
    this.resent = ResentBlock.topmost(fields);
  }

  /**
   * Reads the header section of a message: up to the first empty line, where CR, LF and CRLF all
   * end a line. Lines that are no fields are passed over.
   *
   * @throws MessageSyntaxException if the header section is longer than 4 MiB or has more than
   *     10,000 fields
   */
  public static MessageHeader read(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return new MessageHeader(HeaderReader.read(in));
    } catch (SyntaxFault fault) {
      throw new MessageSyntaxException("the message cannot be read: " + fault.reason());
    }
  }

  /**
   * Whether a field of this name holds blind copies, and so must not be sent to anybody: Bcc and
   * Resent-Bcc.
   */
  public static boolean isBlindCopyField(String name) {
    return name.equalsIgnoreCase("Bcc") || name.equalsIgnoreCase("Resent-Bcc");
  }

  /** Whether somebody sent the message on as it was. */
  public boolean isResent() {
    return !resent.isEmpty();
  }

  /** The addresses of To, or of the last sending's Resent-To. */
  public AddressList to() {
    AddressList known = to;
    if (known == null) {
      known = addresses("To");
      to = known;
    }
    return known;
  }

  /** The addresses of Cc, or of the last sending's Resent-Cc. */
  public AddressList cc() {
    AddressList known = cc;
    if (known == null) {
      known = addresses("Cc");
      cc = known;
    }
    return known;
  }

  /** The addresses of Bcc, or of the last sending's Resent-Bcc. */
  public AddressList bcc() {
    AddressList known = bcc;
    if (known == null) {
      known = addresses("Bcc");
      bcc = known;
    }
    return known;
  }

  /** Everyone the message is for: To, Cc, Bcc, in this order and none twice. */
  public List<Address> recipients() {
    Set<Address> recipients = new LinkedHashSet<>();
    lists()
        .flatMap(list -> list.addresses().stream())
        .filter(Address::fitsEnvelope)
        .forEach(recipients::add);
    return List.copyOf(recipients);
  }

  /** What stands in To, Cc and Bcc and is no address that a message could be sent to. */
  public List<LeftOut> leftOut() {
    List<LeftOut> leftOut = new ArrayList<>();
    lists()
        .forEach(
            list -> {
              leftOut.addAll(list.leftOut());
              list.addresses().stream()
                  .filter(address -> !address.fitsEnvelope())
                  .forEach(address -> leftOut.add(new LeftOut(address.toString(), Address.TAB)));
            });
    return List.copyOf(leftOut);
  }

  private Stream<AddressList> lists() {
    return Stream.of(to(), cc(), bcc());
  }

  /**
   * Who sends the message: Sender, else the only address of From; of the last sending where it was
   * sent on. Empty if there is neither.
   *
   * @throws MessageSyntaxException if Sender holds no address or several, or From several and there
   *     is no Sender
   */
  public Optional<Address> sender() throws MessageSyntaxException {
    // RFC 5322 §3.6.2
    String field = has("Sender") ? "Sender" : "From";
    List<Address> senders = addresses(field).addresses().stream().distinct().toList();
    if (senders.size() > 1) {
      throw new MessageSyntaxException(prefix() + field + " holds several addresses: " + senders);
    }
    if (senders.isEmpty() && has(field)) {
      throw new MessageSyntaxException(prefix() + field + " holds no address");
    }
    return senders.stream().findFirst();
  }

  /** What stands in Message-ID, with its angle brackets. */
  public Optional<String> messageId() {
    return field("Message-ID").stream().findFirst();
  }

  /**
   * The values of all fields of this name, in any case of letters: unfolded, without white space
   * around them.
   */
  public List<String> field(String name) {
    return values(fields, Objects.requireNonNull(name, "name")).toList();
  }

  private AddressList addresses(String name) {
    // Each field by itself: a quote that is not closed in one must not swallow the next.
    return AddressList.join(values(block(), prefix() + name).map(AddressList::parse).toList());
  }

  private boolean has(String name) {
    return values(block(), prefix() + name).findAny().isPresent();
  }

  private List<Field> block() {
    return isResent() ? resent : fields;
  }

  private String prefix() {
    return isResent() ? "Resent-" : "";
  }

  private static Stream<String> values(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Field::value);
  }
}
