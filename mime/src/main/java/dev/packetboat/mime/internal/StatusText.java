package dev.packetboat.mime.internal;

import dev.packetboat.mail.LeftOut;
import dev.packetboat.mime.internal.StatusGroup.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Cuts what a part of a report contains into fields, and those at empty lines into groups (RFC 3464
 * §2.1). CR, LF and CRLF all end a line. A line that is no field belongs to the one before it,
 * because some forget to fold the words of a server; where lines are joined there is one space.
 */
final class StatusText {

  /** How many fields are read; each recipient has about six. */
  static final int MOST_FIELDS = 100_000;

  // How much of a line that is no field is told.
  private static final int LONGEST_STRAY = 200;

  private final List<List<Field>> groups = new ArrayList<>();
  private final List<LeftOut> strays = new ArrayList<>();
  private final StringBuilder encoded = new StringBuilder();
  private List<Field> group = new ArrayList<>();
  private StringBuilder field = new StringBuilder();
  private int count;

  private StatusText() {}

  static StatusText read(String text) {
    StatusText status = new StatusText();
    text.lines().forEach(status::line);
    status.endGroup();
    status.decode();
    return status;
  }

  List<List<Field>> groups() {
    return groups;
  }

  /** What is no field and follows none. */
  List<LeftOut> strays() {
    return strays;
  }

  private void line(String line) {
    boolean folded = line.startsWith(" ") || line.startsWith("\t");
    if (line.isBlank()) {
      endGroup();
    } else if (!folded && isField(line)) {
      endField();
      field.append(line);
    } else if (!field.isEmpty()) {
      field.append(' ').append(line.strip());
    } else if (saysBase64()) {
      encoded.append(line);
    } else if (strays.size() < MOST_FIELDS) {
      strays.add(
          new LeftOut(line.substring(0, Math.min(line.length(), LONGEST_STRAY)), "is no field"));
    }
  }

  private void endField() {
    if (!field.isEmpty() && count < MOST_FIELDS) {
      int colon = field.indexOf(":");
      group.add(new Field(field.substring(0, colon).strip(), field.substring(colon + 1).strip()));
      count++;
    }
    field = new StringBuilder();
  }

  private void endGroup() {
    endField();
    if (!group.isEmpty()) {
      groups.add(group);
    }
    group = new ArrayList<>();
  }

  // RFC 5322 §2.2, and §4.5: white space may stand before the colon.
  private static boolean isField(String line) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon).strip();
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** Some gateways encode each group as if it were a part of its own. */
  private boolean saysBase64() {
    return !groups.isEmpty()
        && groups.getLast().stream()
            .anyMatch(
                header ->
                    header.is("Content-Transfer-Encoding")
                        && header.value().equalsIgnoreCase("base64"));
  }

  private void decode() {
    if (encoded.isEmpty()) {
      return;
    }
    try {
      byte[] octets = Base64.getMimeDecoder().decode(encoded.toString());
      new String(octets, StandardCharsets.UTF_8).lines().forEach(this::line);
      endGroup();
    } catch (IllegalArgumentException e) {
      strays.add(new LeftOut(encoded.substring(0, Math.min(encoded.length(), 200)), "no base64"));
    }
  }
}
