package dev.packetboat.mime.internal.sevenbit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes CRLF for every CR, LF and CRLF. Not thread-safe. */
final class CrlfLines extends FilterOutputStream {

  private boolean afterCr;

  CrlfLines(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    for (int at = offset; at < end; at++) {
      byte octet = octets[at];
      if (octet == '\n' || octet == '\r') {
        out.write(octets, from, at - from);
        from = at + 1;
        endLine(octet);
      } else {
        afterCr = false;
      }
    }
    out.write(octets, from, end - from);
  }

  private void endLine(byte octet) throws IOException {
    if (octet == '\r' || !afterCr) {
      out.write('\r');
      out.write('\n');
    }
    afterCr = octet == '\r';
  }
}
