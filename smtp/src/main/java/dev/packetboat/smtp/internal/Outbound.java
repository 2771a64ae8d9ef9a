package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.Phase;
import dev.packetboat.smtp.Timeouts;
import dev.packetboat.smtp.internal.net.Buffers;
import dev.packetboat.smtp.internal.net.Wire;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is collected to leave in few writes, and which of these writes holds the end of a content:
 * before it begins the server cannot have the message. Not thread-safe.
 */
final class Outbound {

  private final Wire wire;
  private final Timeouts timeouts;
  private final BooleanSupplier cancelled;
  private byte @Nullable [] buffer; // none as long as nothing is collected
  private final List<Exchange> ends = new ArrayList<>(); // collected and not sent
  private int buffered;
  private boolean heldSecret;
  private @Nullable IOException lost;

  Outbound(Wire wire, Timeouts timeouts, BooleanSupplier cancelled) {
    this.wire = wire;
    this.timeouts = timeouts;
    this.cancelled = cancelled;
  }

  /**
   * Why the peer takes nothing more. It may have said why before it hung up, so this is no failure
   * yet; whatever is collected afterwards is not sent.
   */
  Optional<IOException> lost() {
    return Optional.ofNullable(lost);
  }

  boolean isEmpty() {
    return buffered == 0;
  }

  boolean hasRoomFor(int octets) {
    return octets <= Buffers.SMALL.size() - buffered;
  }

  /** Holds nothing as long as nothing is collected. */
  void rest() {
    byte[] idle = buffer;
    if (idle != null && buffered == 0) {
      if (heldSecret) {
        Arrays.fill(idle, (byte) 0);
        heldSecret = false;
      }
      buffer = null;
      Buffers.giveBack(idle);
    }
  }

  private byte[] buffer() {
    byte[] present = buffer;
    if (present == null) {
      present = Buffers.SMALL.borrow();
      buffer = present;
    }
    return present;
  }

  /** The octets that were collected last, or are collected next, are the end of a content. */
  void endsContent(Exchange end) {
    ends.add(end);
  }

  /** Takes octets, to be sent now or later. */
  void collect(Phase phase, byte[] octets, int offset, int length) throws IOException {
    if (!hasRoomFor(length)) {
      flush(phase);
    }
    if (length > Buffers.SMALL.size()) {
      send(phase, octets, offset, length);
      return;
    }
    heldSecret |= phase == Phase.AUTH;
    System.arraycopy(octets, offset, buffer(), buffered, length);
    buffered += length;
  }

  /**
   * Sends what was collected.
   *
   * @throws IOException when it took too long, or was ended by us
   */
  void flush(Phase phase) throws IOException {
    int length = buffered;
    buffered = 0;
    if (length > 0) {
      send(phase, buffer(), 0, length);
    }
  }

  /** Sends octets of a file, behind what was collected. They hold no end of a content. */
  void send(Phase phase, FileChannel file, long position, long length) throws IOException {
    flush(phase);
    if (lost != null) {
      return;
    }
    try {
      wire.write(file, position, length, timeouts.of(phase));
    } catch (IOException broken) {
      noteLoss(broken);
    }
  }

  private void send(Phase phase, byte[] octets, int offset, int length) throws IOException {
    if (lost != null) {
      return;
    }
    // As long as nothing of an end is written it is certain that the server does not have it.
    if (!ends.isEmpty() && (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted())) {
      throw new ClosedByInterruptException();
    }
    ends.forEach(Exchange::begin);
    ends.clear();
    try {
      wire.write(octets, offset, length, timeouts.of(phase));
    } catch (IOException broken) {
      noteLoss(broken);
    }
  }

  /** The peer may have said why it takes no more; where we ended it, there is nothing to hear. */
  private void noteLoss(IOException broken) throws IOException {
    if (broken instanceof Wire.DeadlinePassed
        || broken instanceof Wire.SourceFailed
        || broken instanceof ClosedByInterruptException
        || cancelled.getAsBoolean()) {
      throw broken;
    }
    lost = broken;
  }
}
