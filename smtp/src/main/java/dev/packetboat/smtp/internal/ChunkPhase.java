package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Acceptance;
import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpException.At;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.internal.Conversation.Chunk;
import dev.packetboat.smtp.internal.content.ContentRefusedException;
import dev.packetboat.smtp.internal.net.Buffers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Content in chunks (RFC 3030 §2), the replies to which are read as they come. Each chunk goes out
 * whole, so that a message can be left between two of them and the connection is still in step.
 */
final class ChunkPhase extends ContentPhase {

  private static final int CHUNK = Buffers.LARGE.size();
  private static final byte[] NO_BUFFER = {};

  private byte[] gathered = Buffers.LARGE.borrow(); // none behind the end
  private final Queue<Exchange> chunks = new ArrayDeque<>();
  private int filled;
  private int skipped;

  /**
   * @param sent how many octets at the start have been sent before
   */
  ChunkPhase(Channel channel, SmtpListener listener, OptionalLong total, int sent) {
    super(channel, listener, total);
    this.skipped = sent;
  }

  @Override
  void take(byte[] buffer, int offset, int length) throws SmtpException {
    int skip = Math.min(skipped, length);
    skipped -= skip;
    int from = offset + skip;
    int end = offset + length;
    while (from < end) {
      if (filled == CHUNK) {
        writeChunk(Chunk.MORE);
      }
      int count = Math.min(end - from, CHUNK - filled);
      System.arraycopy(buffer, from, gathered, filled, count);
      filled += count;
      from += count;
    }
  }

  /** As a chunk of its own. */
  @Override
  public void writePart(byte[] octets, int offset, int length) throws IOException {
    writeGathered();
    if (skipped > 0) {
      write(octets, offset, length);
      return;
    }
    send(octets, offset, length, Chunk.MORE);
    taken(length);
  }

  /** The same by the system, where nothing has to be encrypted. */
  @Override
  public boolean write(FileChannel file, long position, long length) throws IOException {
    if (skipped > 0 || !channel.wire.takesFiles()) {
      return false;
    }
    if (file.size() < position + length) {
      throw new ContentRefusedException("it is shorter than it was: " + file.size() + " octets");
    }
    writeGathered();
    Exchange chunk = beginChunk(length, Chunk.MORE);
    try {
      channel.conversation.chunkOctets(file, position);
    } catch (SmtpException broken) {
      throw firstRefused().map(this::refused).orElse(broken);
    }
    endChunk(chunk);
    taken(length);
    return true;
  }

  private void writeGathered() throws SmtpException {
    if (filled > 0) {
      writeChunk(Chunk.MORE);
    }
  }

  private Exchange writeChunk(Chunk kind) throws SmtpException {
    int length = filled;
    filled = 0;
    return send(gathered, 0, length, kind);
  }

  private Exchange send(byte[] octets, int offset, int length, Chunk kind) throws SmtpException {
    Exchange chunk = beginChunk(length, kind);
    channel.conversation.chunkOctets(octets, offset, length);
    if (kind == Chunk.MORE) {
      endChunk(chunk);
    }
    return chunk;
  }

  private Exchange beginChunk(long size, Chunk kind) throws SmtpException {
    if (kind == Chunk.LAST && channel.settings.protocol() == Protocol.LMTP) {
      hearAll();
    }
    refuseWhatWasRefused();
    Exchange chunk = channel.conversation.writeChunk(size, kind);
    if (kind == Chunk.MORE) {
      chunks.add(chunk);
    }
    return chunk;
  }

  private void endChunk(Exchange chunk) throws SmtpException {
    if (!channel.extensions().offers("PIPELINING")) {
      channel.conversation.await(chunk);
    }
  }

  /** After a chunk that failed nobody knows how many answers the last one has. */
  private void hearAll() throws SmtpException {
    for (Exchange chunk : chunks) {
      channel.conversation.await(chunk);
    }
  }

  /** Once a chunk is refused the message is lost, and what is left of it is not worth sending. */
  private void refuseWhatWasRefused() throws SmtpException {
    channel.conversation.hearWhatArrived();
    while (!chunks.isEmpty() && chunks.element().reply != null) {
      Exchange answered = chunks.remove();
      if (answered.isRefused()) {
        abandon();
        throw refused(answered);
      }
    }
  }

  private Optional<Exchange> firstRefused() {
    return chunks.stream().filter(Exchange::isRefused).findFirst();
  }

  private SmtpException refused(Exchange chunk) {
    return new SmtpException.Refused(
        Breakage.at(chunk).sessionUsable(channel.isOpen()),
        "the server refused amid the content: " + chunk.answer().orElseThrow(),
        List.of());
  }

  @Override
  Exchange writeEnd() throws SmtpException {
    Exchange end = writeChunk(Chunk.LAST);
    channel.lastChunkWritten();
    Buffers.giveBack(gathered);
    gathered = NO_BUFFER;
    return end;
  }

  @Override
  void ended(Reply decisive) throws SmtpException {
    channel.lastChunkAnswered(decisive);
    Optional<Exchange> refused = firstRefused();
    if (refused.isPresent()) {
      // To the last chunk the server then says 503, which is not why.
      throw decisive.isPositive() ? contradiction(refused.get()) : refused(refused.get());
    }
  }

  private SmtpException contradiction(Exchange chunk) {
    channel.conversation.abort();
    Reply no = chunk.answer().orElseThrow();
    return new SmtpException.ProtocolViolation(
        At.phase(Phase.CONTENT_END).command(chunk.shown).reply(no).acceptance(Acceptance.UNKNOWN),
        "the server took the message, and had refused a part of it: " + no);
  }

  @Override
  public void settle() throws SmtpException {
    hearAll();
    refuseWhatWasRefused();
  }

  @Override
  void leave() throws SmtpException {
    channel.leaveTransaction();
    settle();
  }

  /** The chunks that were sent are answered, and RSET makes the server forget them. */
  @Override
  void abandon() {
    channel.leaveTransaction();
    try {
      for (Exchange chunk : chunks) {
        channel.conversation.await(chunk);
      }
    } catch (SmtpException broken) {
      channel.conversation.abort();
    }
  }
}
