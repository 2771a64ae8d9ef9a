package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpListener;
import dev.packetboat.smtp.internal.Conversation.Chunk;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Content in chunks (RFC 3030 §2), the replies to which are read as they come. Each chunk goes out
 * whole, so that a message can be left between two of them and the connection is still in step.
 */
final class ChunkPhase extends ContentPhase {

  private static final int CHUNK = 64 * 1024;

  private final byte[] gathered = new byte[CHUNK];
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

  private Exchange writeChunk(Chunk kind) throws SmtpException {
    refuseWhatWasRefused();
    Exchange chunk = channel.conversation.writeChunk(filled, kind);
    if (kind == Chunk.MORE) {
      chunks.add(chunk);
    }
    channel.conversation.chunkOctets(gathered, 0, filled);
    filled = 0;
    if (kind == Chunk.MORE && !channel.extensions().offers("PIPELINING")) {
      channel.conversation.await(chunk);
    }
    return chunk;
  }

  /** Once a chunk is refused the message is lost, and what is left of it is not worth sending. */
  private void refuseWhatWasRefused() throws SmtpException {
    channel.conversation.hearWhatArrived();
    while (!chunks.isEmpty() && chunks.element().reply != null) {
      Exchange answered = chunks.remove();
      if (answered.isRefused()) {
        throw refused(answered);
      }
    }
  }

  private SmtpException refused(Exchange chunk) {
    Reply reply = chunk.answer().orElseThrow();
    abandon();
    return new SmtpException.Refused(
        Breakage.at(chunk).sessionUsable(channel.isOpen()),
        "the server refused amid the content: " + reply,
        List.of());
  }

  @Override
  Exchange writeEnd() throws SmtpException {
    Exchange end = writeChunk(Chunk.LAST);
    channel.lastChunkWritten();
    return end;
  }

  @Override
  void ended(Reply decisive) {
    channel.lastChunkAnswered(decisive);
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
