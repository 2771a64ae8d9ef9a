package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.util.ArrayList;
import java.util.List;

/** What a message consists of: one thing, or several parts in a multipart. */
sealed interface Part {

  /** The fields that say what it is, in their order. */
  List<FieldLine> fields();

  /** How it travels: a multipart as its parts do that ask for most (RFC 2045 §6.4). */
  Encoding encoding();

  /** The media type, without parameters. */
  String mediaType();

  /**
   * One thing.
   *
   * @param body the octets as they travel, encoded
   */
  record Leaf(MediaType type, Encoding encoding, List<FieldLine> more, Content body)
      implements Part {
    public Leaf {
      more = List.copyOf(more);
    }

    @Override
    public String mediaType() {
      return type.name();
    }

    @Override
    public List<FieldLine> fields() {
      var fields = new ArrayList<>(List.of(type.field(), encoding.field()));
      fields.addAll(more);
      return fields;
    }
  }

  /** Several parts. The boundary stands between them and nowhere inside of them. */
  record Multi(String subtype, String boundary, List<Part> parts) implements Part {
    public Multi {
      parts = List.copyOf(parts);
    }

    @Override
    public String mediaType() {
      return "multipart/" + subtype;
    }

    @Override
    public Encoding encoding() {
      boolean eightBit = parts.stream().anyMatch(part -> part.encoding() == Encoding.EIGHT_BIT);
      return eightBit ? Encoding.EIGHT_BIT : Encoding.SEVEN_BIT;
    }

    @Override
    public List<FieldLine> fields() {
      FieldLine type = new FieldLine("Content-Type").add(mediaType() + ";");
      if (subtype.equals("related")) {
        // RFC 2387 §3.1
        type.add(Parameters.given("type", parts.getFirst().mediaType()) + ";");
      }
      type.add("boundary=" + Parameters.quoted(boundary));
      return encoding() == Encoding.EIGHT_BIT ? List.of(type, encoding().field()) : List.of(type);
    }
  }
}
