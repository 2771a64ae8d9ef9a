package dev.packetboat.smtp.internal.content;

import dev.packetboat.mail.Content;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Body;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A content in a file whose body goes on the wire as it stands there, if it is all like its start.
 * Of each part that is seen before it is sent, from the file where the sink takes that.
 */
final class InFile implements Outgoing.Source {

  private static final int START = 64 * 1024;
  private static final int PART = 256 * 1024;

  /** What is sent only when the rest has arrived and the file is seen not to have changed. */
  private static final int HELD_BACK = 16 * 1024;

  private final Content content; // which may delete the file once nobody can read it any more
  private final FileState file;
  private final ContentEncoder encoder;
  private final byte[] head; // as it goes on the wire
  private final long restAt; // in the file
  private final ContentFacts facts;

  private InFile(Content content, FileState file, ContentEncoder encoder, byte[] head) {
    this.content = content;
    this.file = file;
    this.encoder = encoder;
    this.head = head;
    this.restAt = encoder.taken();
    this.facts = encoder.facts().longerBy(file.size() - restAt);
  }

  /** What goes before the rest; the rest is only looked at. */
  private static final class Head implements ContentSink {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean complete;

    @Override
    public void write(byte[] more, int offset, int length) {
      if (!complete) {
        octets.write(more, offset, length);
      }
    }

    byte[] complete() {
      byte[] all = octets.toByteArray();
      complete = true;
      octets.reset();
      return all;
    }
  }

  /** Reads the start. Empty where its body is not sent as it is, or has not begun. */
  static Optional<InFile> begin(Content content, FileState file, LineEnds lineEnds, Body body)
      throws IOException {
    byte[] start = new byte[START];
    try (FileChannel in = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      if (read(in, 0, start, START) < START) {
        return Optional.empty();
      }
    } catch (ClosedByInterruptException interrupted) {
      return Optional.empty(); // what waits for the peer ends by it, not what reads
    }
    Head head = new Head();
    ContentEncoder encoder =
        new ContentEncoder(head, lineEnds, Dots.PLAIN, body, OptionalLong.of(file.size()));
    try {
      // A line end is not cut in two.
      encoder.write(start, 0, start[START - 1] == '\r' ? START - 1 : START);
      encoder.handOver();
    } catch (ContentRefusedException refused) {
      return Optional.empty(); // who reads it as a whole will say why
    }
    return encoder.isBodyUnchanged() && !encoder.facts().hasLongLine()
        ? Optional.of(new InFile(content, file, encoder, head.complete()))
        : Optional.empty();
  }

  /** Of all of it, as far as the start promises. */
  ContentFacts facts() {
    return facts;
  }

  byte first() {
    return head[0];
  }

  @Override
  public void writeTo(ContentSink sink) throws IOException {
    try (FileChannel in = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      file.requireSame();
      sink.write(head, 0, head.length);
      byte[] part = new byte[PART];
      long end = file.size() - HELD_BACK;
      for (long at = restAt; at < end; at += PART) {
        int length = (int) Math.min(PART, end - at);
        check(in, at, part, length);
        if (!sink.write(in, at, length)) {
          sink.writePart(part, 0, length);
        }
      }
      byte[] last = new byte[HELD_BACK];
      check(in, end, last, HELD_BACK);
      checkEnd();
      sink.settle(); // until then the system may still be sending out of the file
      file.requireSame();
      sink.write(last, 0, HELD_BACK);
    } finally {
      Reference.reachabilityFence(content);
    }
  }

  /** Reads octets and looks at them. */
  private void check(FileChannel in, long at, byte[] octets, int length) throws IOException {
    if (read(in, at, octets, length) < length) {
      throw Outgoing.changed("it is shorter than " + file.size() + " octets");
    }
    try {
      encoder.write(octets, 0, length);
    } catch (ContentRefusedException refused) {
      throw new UnlikeItsStartException(String.valueOf(refused.getMessage()));
    }
    ContentFacts soFar = encoder.facts();
    if (!encoder.isBodyUnchanged() || !soFar.longerBy(facts.size() - soFar.size()).equals(facts)) {
      throw new UnlikeItsStartException("it goes on otherwise than it began");
    }
  }

  private void checkEnd() throws IOException {
    try {
      encoder.finish();
    } catch (ContentRefusedException refused) {
      throw new UnlikeItsStartException(String.valueOf(refused.getMessage()));
    }
    if (!encoder.isBodyUnchanged() || !encoder.facts().equals(facts)) {
      throw new UnlikeItsStartException("it ends otherwise than it began");
    }
  }

  /** Fills the buffer, as far as there is something. */
  private static int read(FileChannel in, long at, byte[] buffer, int length) throws IOException {
    ByteBuffer room = ByteBuffer.wrap(buffer, 0, length);
    boolean more = true;
    while (more && room.hasRemaining()) {
      more = in.read(room, at + room.position()) > 0;
    }
    return room.position();
  }
}
