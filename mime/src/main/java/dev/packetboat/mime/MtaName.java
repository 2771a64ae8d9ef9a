package dev.packetboat.mime;

import dev.packetboat.mime.internal.Comments;
import dev.packetboat.mime.internal.TypedText;
import java.util.Objects;

/**
 * A mail transfer agent, as a report names it (RFC 3464 §2.1.2): {@code dns; mx.example.com}.
 *
 * @param type what kind of name it is, in small letters: {@code dns}, {@code smtp}, {@code x-…};
 *     empty where the report has none
 * @param name the name without comments; nobody has checked that it is a name of that kind
 */
public record MtaName(String type, String name) {

  /** A name that nobody has checked. */
  public MtaName {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
  }

  static MtaName read(String value) {
    TypedText typed = TypedText.of(value);
    return new MtaName(typed.type(), Comments.without(typed.text()));
  }

  /** As a report has it: {@code dns;mx.example.com}. */
  @Override
  public String toString() {
    return new TypedText(type, name).toString();
  }
}
