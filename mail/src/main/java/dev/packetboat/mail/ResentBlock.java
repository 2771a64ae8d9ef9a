package dev.packetboat.mail;

import dev.packetboat.mail.internal.HeaderReader.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the Resent- fields of the last sending among those of all sendings (RFC 5322 §3.6.6). */
final class ResentBlock {

  private static final String PREFIX = "Resent-";
  private static final Set<String> RECIPIENT_FIELDS =
      Set.of("resent-to", "resent-cc", "resent-bcc");

  private ResentBlock() {}

  /**
   * The Resent- fields of the topmost block, none if there is no such field. Each sending puts its
   * block on top of the others, so the block ends where one of its fields comes again, or, once it
   * says to whom, where another field stands in between. Trace fields that cut a block in two
   * before that (some servers insert them) do not end it.
   */
  static List<Field> topmost(List<Field> fields) {
    List<Field> block = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean hasRecipients = false;
    String previous = "";
    for (Field field : fields) {
      boolean resent = field.name().regionMatches(true, 0, PREFIX, 0, PREFIX.length());
      String name = resent ? field.name().toLowerCase(Locale.ROOT) : "";
      if (resent ? comesAgain(names, name, previous) : hasRecipients) {
        break;
      }
      if (resent) {
        block.add(field);
        names.add(name);
        hasRecipients |= RECIPIENT_FIELDS.contains(name);
      }
      previous = name;
    }
    return List.copyOf(block);
  }

  // RFC 5322 §4.5: a block may name its recipients in several fields of one name, side by side.
  private static boolean comesAgain(Set<String> names, String name, String previous) {
    boolean sideBySide = RECIPIENT_FIELDS.contains(name) && RECIPIENT_FIELDS.contains(previous);
    return names.contains(name) && !sideBySide;
  }
}
