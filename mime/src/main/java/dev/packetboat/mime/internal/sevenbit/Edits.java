package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.ConversionRefusedException;
import dev.packetboat.mime.internal.sevenbit.EntityHeader.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is replaced: bodies, and what headers say of them. Not thread-safe. */
final class Edits {

  private static final int MOST = 10_000;

  private final Content message;
  private final List<Edit> edits = new ArrayList<>();
  private final Set<Entity> said = new HashSet<>();

  /** Edits of this message. */
  Edits(Content message) {
    this.message = message;
  }

  /** Replaces the body of this, which ends here. */
  void convert(Entity entity, Form form, long bodyEnd) throws IOException {
    edits.add(new Edit(entity.bodyStart(), bodyEnd, new Edit.Encoded(form)));
    if (edits.size() > MOST) {
      throw entity.refuse("comes after " + MOST + " that are not 7 bit either");
    }
    say(entity, form.encoding(), more(entity, bodyEnd));
    // RFC 2045 §6.4: what is around it is no longer more than 7 bit either.
    for (Entity outer = entity.parent(); outer != null; outer = outer.parent()) {
      if (outer.isSaidToBeMore()) {
        say(outer, "7bit", "");
      }
    }
  }

  private void say(Entity entity, String encoding, String more) {
    if (said.add(entity)) {
      Optional<Span> field = entity.header().encodingField();
      long end = entity.headerEnd();
      field.ifPresent(
          old -> edits.add(new Edit(old.start(), old.end(), new Edit.Fields(line(encoding)))));
      String added = more + (field.isPresent() ? "" : line(encoding));
      if (!added.isEmpty()) {
        edits.add(new Edit(end, end, new Edit.Fields(added)));
      }
    }
  }

  private static String line(String encoding) {
    return "Content-Transfer-Encoding: " + encoding + "\r\n";
  }

  /** What a message has to say that did not know of MIME (RFC 2045 §4). */
  private String more(Entity entity, long bodyEnd) throws IOException {
    if (!entity.isMessage() || entity.header().has(EntityHeader.VERSION)) {
      return "";
    }
    String type =
        entity.header().has(EntityHeader.TYPE)
            ? ""
            : Charsets.of(message, entity.bodyStart(), bodyEnd)
                .map(charset -> "Content-Type: text/plain; charset=" + charset + "\r\n")
                .orElse("");
    return "MIME-Version: 1.0\r\n" + type;
  }

  /**
   * All of them, from the first octet to the last.
   *
   * @throws ConversionRefusedException if it is not certain where a part ends
   */
  List<Edit> inOrder() throws ConversionRefusedException {
    for (Entity entity : said) {
      for (Entity outer = entity; outer != null; outer = outer.parent()) {
        if (outer.isAmbiguous()) {
          throw outer.refuse("has a line that may or may not stand between two of its parts");
        }
      }
    }
    edits.sort(Comparator.comparingLong(Edit::start).thenComparingLong(Edit::end));
    return edits;
  }
}
