package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.ConversionRefusedException;
import dev.packetboat.mime.internal.sevenbit.Entity.Kind;
import dev.packetboat.mime.internal.sevenbit.LineReader.End;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message line by line, as a tree of which only the branch is kept that is being read, and
 * has the bodies replaced that are more than 7 bit. Not thread-safe.
 */
final class Structure {

  // As Postfix has it.
  private static final int DEEPEST = 100;

  private final LineReader lines;
  private final Edits edits;
  private Entity current = Entity.root();
  private BodyFacts facts = new BodyFacts(End.NONE);
  private End usualEnd = End.NONE;

  /** Where the line before this one ends, without its line end. */
  private long textEnd;

  private Structure(LineReader lines, Edits edits) {
    this.lines = lines;
    this.edits = edits;
  }

  /**
   * Reads the message to its end.
   *
   * @throws ConversionRefusedException if something in it is more than 7 bit and must stay so, or
   *     it is not certain what it is
   */
  static Plan plan(Content message) throws IOException {
    try (InputStream in = message.open()) {
      LineReader lines = new LineReader(in);
      Edits edits = new Edits(message);
      new Structure(lines, edits).read();
      return new Plan(edits.inOrder(), lines.offset(), lines.checkSum());
    }
  }

  private void read() throws IOException {
    while (lines.next()) {
      usualEnd = usualEnd == End.NONE ? lines.end() : usualEnd;
      Entity multipart = Delimiters.find(lines, current);
      if (multipart == null) {
        line();
      } else {
        delimiter(multipart);
      }
      textEnd = lines.start() + lines.length();
    }
    facts.endLine();
    endUpTo(null, lines.offset());
  }

  private void line() throws IOException {
    switch (current.kind()) {
      case UNKNOWN -> headerLine();
      case LEAF, UNTOUCHABLE -> facts.add(lines);
      case MULTIPART -> {
        // RFC 2046 §5.1.1: before the first part, or after the last, where no encoding reaches.
        if (!lines.isSevenBit()) {
          throw current.refuse("has text outside of its parts that is not 7 bit");
        }
      }
      case MESSAGE -> throw new IllegalStateException("its own header comes first");
    }
  }

  private void headerLine() throws ConversionRefusedException {
    if (lines.isEmpty()) {
      beginBody();
    } else if (lines.has(Octets.EIGHT_BIT)) {
      throw current.refuseHeader();
    } else if (!lines.isSevenBit()) {
      throw current.refuse(
          "has a header with " + (lines.isLong() ? "a line of more than 998 octets" : "NUL"));
    } else {
      current.header().add(lines);
    }
  }

  private void beginBody() {
    current.beginBody(lines.start(), lines.offset(), current.depth() >= DEEPEST);
    if (current.kind() == Kind.MESSAGE) {
      current = current.enclosed();
    }
    facts = new BodyFacts(usualEnd);
  }

  /** A part of this multipart begins, or the last one has ended. */
  private void delimiter(Entity multipart) throws IOException {
    // RFC 2046 §5.1.1: the line end before the delimiter belongs to it.
    endUpTo(multipart, textEnd);
    if (Delimiters.isLast(lines, multipart)) {
      multipart.close();
    } else {
      current = multipart.nextPart();
    }
  }

  /** All that is inside of this one ends. */
  private void endUpTo(@Nullable Entity outer, long end) throws IOException {
    while (current != outer) {
      if (current.kind() == Kind.LEAF || current.kind() == Kind.UNTOUCHABLE) {
        endBody(Math.max(current.bodyStart(), end));
      }
      Entity above = current.parent();
      if (above == null) {
        return;
      }
      current = above;
    }
  }

  private void endBody(long end) throws IOException {
    Optional<Form> form = Choice.of(current, facts);
    if (form.isPresent()) {
      edits.convert(current, form.get(), end);
    }
  }
}
