package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Looks for a NUL in a content, eight octets at a time. One thread at a time. */
final class NulSearch extends OutputStream {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;

  private long before;
  private OptionalLong found = OptionalLong.empty();

  private NulSearch() {}

  /** The offset of the first one; empty where there is none. */
  static OptionalLong in(Content content) throws IOException {
    NulSearch search = new NulSearch();
    content.writeTo(search);
    return search.found;
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    int end = offset + length;
    int at = found.isPresent() ? end : offset;
    while (at <= end - Long.BYTES && !hasNul((long) WORDS.get(octets, at))) {
      at += Long.BYTES;
    }
    while (at < end && octets[at] != 0) {
      at++;
    }
    if (at < end) {
      found = OptionalLong.of(before + at - offset);
    }
    before += length;
  }

  private static boolean hasNul(long word) {
    return ((word - ONES) & ~word & HIGH_BITS) != 0;
  }
}
