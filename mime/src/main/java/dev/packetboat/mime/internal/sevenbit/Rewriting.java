package dev.packetboat.mime.internal.sevenbit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32;

/** Carries out a plan on the octets that are written here. Not thread-safe. */
final class Rewriting {

  private final Plan plan;
  private final List<Edit> edits;
  private final OutputStream out;
  private final CRC32 check = new CRC32();
  private OutputStream current;
  private int next;
  private boolean replacing;
  private long position;

  /** Writes to this stream, which is not closed. */
  Rewriting(Plan plan, OutputStream out) {
    this.plan = plan;
    this.edits = plan.edits();
    this.out = out;
    this.current = new CrlfLines(out);
  }

  /** Takes what comes next of the message. */
  void take(byte[] octets, int length) throws IOException {
    check.update(octets, 0, length);
    int done = 0;
    while (done < length) {
      turn();
      int count = (int) Math.min(length - done, limit() - position);
      current.write(octets, done, count);
      done += count;
      position += count;
    }
  }

  /** Where something else begins than what is under way. */
  private long limit() {
    if (next == edits.size()) {
      return Long.MAX_VALUE;
    }
    return replacing ? edits.get(next).end() : edits.get(next).start();
  }

  private void turn() throws IOException {
    while (position == limit()) {
      current.close();
      current = replacing ? new CrlfLines(out) : edits.get(next).open(out);
      next += replacing ? 1 : 0;
      replacing = !replacing;
    }
  }

  /**
   * Writes what is left.
   *
   * @throws IOException if the message is no longer what the plan was made for
   */
  void finish() throws IOException {
    turn();
    current.close();
    if (position != plan.size() || check.getValue() != plan.checkSum()) {
      throw new IOException("the message changed since it was first read");
    }
  }
}
