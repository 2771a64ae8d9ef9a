package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mail.ConversionRefusedException;
import dev.packetboat.mail.EnhancedStatus;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message or a part of one (RFC 2045 §2.4), as far as it was read. Not thread-safe.
 *
 * <p>{@link #beginBody} comes between its header and its body.
 */
final class Entity {

  // RFC 3463 §3.7: conversion required but not supported
  private static final EnhancedStatus NOT_CONVERTED = new EnhancedStatus(5, 6, 3);
  // RFC 6531 §3.7.4.1
  private static final EnhancedStatus UTF8_HEADER = new EnhancedStatus(5, 6, 9);

  /** What its body is to us. */
  enum Kind {
    /** Not known: the header has not ended. */
    UNKNOWN,
    /** Something that can be encoded. */
    LEAF,
    /** Something that must stay as it is. */
    UNTOUCHABLE,
    MULTIPART,
    MESSAGE
  }

  private final @Nullable Entity parent;
  private final String name;
  private final boolean message;
  private final ContentType otherwise;
  private final EntityHeader header = new EntityHeader();
  private Kind kind = Kind.UNKNOWN;
  private ContentType type = ContentType.TEXT;
  private String refusal = "";
  private byte[] delimiter = {};
  private boolean closed;
  private boolean ambiguous;
  private int parts;
  private long headerEnd;
  private long bodyStart;

  private Entity(@Nullable Entity parent, String name, boolean message, ContentType otherwise) {
    this.parent = parent;
    this.name = name;
    this.message = message;
    this.otherwise = otherwise;
  }

  /** The message itself. */
  static Entity root() {
    return new Entity(null, "the message", true, ContentType.TEXT);
  }

  /** The next part of this multipart. */
  Entity nextPart() {
    parts++;
    // RFC 9051 §6.4.5: numbered as IMAP does
    String number = name.startsWith("part ") ? name + "." + parts : "part " + parts;
    // RFC 2046 §5.1.5
    boolean digest = type.name().equals("multipart/digest");
    return new Entity(this, number, false, digest ? ContentType.MESSAGE : ContentType.TEXT);
  }

  /** The message that this part is. */
  Entity enclosed() {
    return new Entity(this, name, true, ContentType.TEXT);
  }

  /** Decides what the body is. The header ends here with an empty line, and the body begins. */
  void beginBody(long headerEnds, long bodyBegins, boolean deep) {
    headerEnd = headerEnds;
    bodyStart = bodyBegins;
    Optional<ContentType> read = header.type(otherwise);
    type = read.orElse(ContentType.TEXT);
    refusal = refusal(read, deep);
    if (!refusal.isEmpty()) {
      kind = Kind.UNTOUCHABLE;
    } else if (type.isMultipart()) {
      kind = Kind.MULTIPART;
      delimiter = ("--" + type.boundary()).getBytes(StandardCharsets.US_ASCII);
    } else {
      kind = type.isMessage() ? Kind.MESSAGE : Kind.LEAF;
    }
  }

  private String refusal(Optional<ContentType> read, boolean deep) {
    boolean composite = type.isMultipart() || type.isMessage();
    String named = "is " + type.name();
    return Stream.of(
            header.fault(),
            when(read.isEmpty(), "has a Content-Type that is not clear"),
            header.signature().map(field -> "is signed (" + field + ")"),
            when(type.isSecured(), named),
            when(type.isOtherMessage(), named + ", which no encoding may hide"),
            when(composite && !isPlain(), named + " in an encoding"),
            when(composite && deep, "is nested too deep"))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("");
  }

  private static Optional<String> when(boolean condition, String reason) {
    return condition ? Optional.of(reason) : Optional.empty();
  }

  /** Whether the body stands there as it is (RFC 2045 §6.2). */
  boolean isPlain() {
    return switch (header.encoding()) {
      case "7bit", "8bit", "binary" -> true;
      default -> false;
    };
  }

  /** Whether it says that it is more than 7 bit. */
  boolean isSaidToBeMore() {
    return isPlain() && !header.encoding().equals("7bit");
  }

  @Nullable Entity parent() {
    return parent;
  }

  /** How often one is inside of another down to here. */
  int depth() {
    int depth = 0;
    for (Entity above = parent; above != null; above = above.parent) {
      depth++;
    }
    return depth;
  }

  EntityHeader header() {
    return header;
  }

  Kind kind() {
    return kind;
  }

  ContentType type() {
    return type;
  }

  /** Whether it is a message and not just a part of one. */
  boolean isMessage() {
    return message;
  }

  long headerEnd() {
    return headerEnd;
  }

  long bodyStart() {
    return bodyStart;
  }

  /** What stands at the beginning of the lines that begin and end its parts; empty for others. */
  byte[] delimiter() {
    return delimiter;
  }

  /** The last of its parts has ended. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** There is a line that some take for a delimiter and some do not. */
  void addAmbiguity() {
    ambiguous = true;
  }

  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Why it must stay as it is; empty where it need not. */
  String refusal() {
    return refusal;
  }

  /** The refusal to convert this. */
  ConversionRefusedException refuse(String reason) {
    return new ConversionRefusedException(name, reason, NOT_CONVERTED);
  }

  /** The refusal to convert a header that is not ASCII, for which MIME has no encoding. */
  ConversionRefusedException refuseHeader() {
    return new ConversionRefusedException(
        name, "has a header that is not ASCII, which only SMTPUTF8 can carry", UTF8_HEADER);
  }
}
