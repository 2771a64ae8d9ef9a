package dev.packetboat.testkit.internal.server;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the octets of one content, and notes what spoils it: as text a CR or LF alone, or a line
 * that is too long; in any case too many of them. Of spoilt content nothing is kept. For one
 * thread.
 */
final class ContentBuffer {

  /** Why content cannot be taken. */
  enum Fault {
    BARE_LINE_END,
    LINE_TOO_LONG,
    TOO_LARGE
  }

  /**
   * What was gathered.
   *
   * @param octets none where there is a fault
   * @param size how many they are, or would have been
   */
  record Content(byte[] octets, long size, Optional<Fault> fault) {}

  private final long longestContent;
  private final int longestLine;
  private final boolean isText;
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private long size;
  private int line;
  private boolean afterCr;
  private @Nullable Fault fault;

  private ContentBuffer(long longestContent, int longestLine, boolean isText) {
    this.longestContent = longestContent;
    this.longestLine = longestLine;
    this.isText = isText;
  }

  /** For content in lines, whose ends are not counted in their length. */
  static ContentBuffer ofText(long longestContent, int longestLine) {
    return new ContentBuffer(longestContent, longestLine, true);
  }

  /** For octets that mean nothing (RFC 3030 §3). */
  static ContentBuffer ofOctets(long longestContent) {
    return new ContentBuffer(longestContent, Integer.MAX_VALUE, false);
  }

  void add(int octet) {
    if (isText) {
      judge(octet);
    }
    if (++size > longestContent) {
      spoil(Fault.TOO_LARGE);
    }
    if (fault == null) {
      octets.write(octet);
    }
  }

  private void judge(int octet) {
    if (afterCr != (octet == '\n')) {
      spoil(Fault.BARE_LINE_END); // RFC 5321 §2.3.8
    }
    afterCr = octet == '\r';
    if (octet == '\n') {
      line = 0;
    } else if (!afterCr && ++line > longestLine) {
      spoil(Fault.LINE_TOO_LONG);
    }
  }

  private void spoil(Fault found) {
    if (fault == null) {
      fault = found;
      octets.reset();
    }
  }

  /** Why it cannot be taken, as far as it has come. */
  Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  /** All of it: nothing is added any more. */
  Content content() {
    if (afterCr) {
      spoil(Fault.BARE_LINE_END);
    }
    return new Content(octets.toByteArray(), size, fault());
  }
}
