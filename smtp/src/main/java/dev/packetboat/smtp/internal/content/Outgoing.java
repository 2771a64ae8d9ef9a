package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A content of which is known what a server has to be told beforehand: it was read. A small one is
 * kept as it goes on the wire; a large one is read a second time while it is sent, and must then be
 * the same.
 */
public final class Outgoing {

  /** Where the octets come from when they are written. */
  @FunctionalInterface
  interface Source {
    void writeTo(ContentSink sink) throws IOException;
  }

  private final ContentFacts facts;
  private final byte first;
  private final boolean kept;
  private @Nullable Source source; // none once it is written

  private Outgoing(ContentFacts facts, byte first, Source source) {
    this.facts = facts;
    this.first = first;
    this.kept = source instanceof Kept;
    this.source = source;
  }

  /**
   * Reads the content.
   *
   * @throws ContentRefusedException where it holds what no message may hold
   * @throws IOException where it cannot be read
   */
  public static Outgoing prepare(Content content, LineEnds lineEnds, Dots dots) throws IOException {
    return prepare(content, lineEnds, dots, Body.TEXT);
  }

  /** The same for a body that may be no text. */
  public static Outgoing prepare(Content content, LineEnds lineEnds, Dots dots, Body body)
      throws IOException {
    FirstReading read = new FirstReading();
    ContentEncoder encoder = new ContentEncoder(read, lineEnds, dots, body, content.size());
    encoder.write(content);
    encoder.finish();
    Kept all = read.all();
    Source source =
        all != null
            ? all
            : new SecondReading(content, lineEnds, dots, body, encoder.facts(), read.size());
    return new Outgoing(encoder.facts(), read.first(), source);
  }

  /**
   * Reads the start of a large content in a file, and promises that the rest is like that: what
   * goes by BDAT need then not be read beforehand. Empty where there is no such content, or its
   * body cannot go as it is. {@link #writeTo} reads the rest, as far as it goes ahead of what is
   * sent, and throws {@link UnlikeItsStartException} where it is not as promised.
   *
   * @throws IOException where it cannot be read
   */
  public static Optional<Outgoing> byItsStart(Content content, LineEnds lineEnds, Body body)
      throws IOException {
    if (content.size().orElse(0) <= FirstReading.MOST_KEPT) {
      return Optional.empty();
    }
    Optional<FileState> file = FileState.of(content);
    Optional<InFile> inFile =
        file.isPresent() ? InFile.begin(content, file.get(), lineEnds, body) : Optional.empty();
    return inFile.map(begun -> new Outgoing(begun.facts(), begun.first(), begun));
  }

  public ContentFacts facts() {
    return facts;
  }

  /** Whether all of it is in memory, so that it can be written at any time and cannot fail. */
  public boolean isKept() {
    return kept;
  }

  /** Its first octet; 0 where it is empty. */
  public byte first() {
    return first;
  }

  /**
   * Writes it as it stands on the wire, without the final dot, and never more than was read when it
   * was prepared. That can be done once.
   *
   * @throws UnlikeItsStartException where it has to be read as a whole, to know what it is
   * @throws ContentRefusedException where it is no longer what it was
   * @throws IOException where it cannot be read, or the sink fails
   */
  public void writeTo(ContentSink sink) throws IOException {
    Source octets = source;
    if (octets == null) {
      throw new IllegalStateException("it has been written");
    }
    source = null;
    octets.writeTo(sink);
  }

  static ContentRefusedException changed(String how) {
    return new ContentRefusedException("it changed while it was being sent: " + how);
  }
}
