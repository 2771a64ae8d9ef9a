package dev.packetboat.mime.internal.sevenbit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes base64 anew, in lines of 76 with CRLF between them (RFC 2045 §6.8). Not thread-safe. */
final class FoldedBase64 extends FilterOutputStream {

  private static final int WIDTH = 76;

  private int column;

  FoldedBase64(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int octet) throws IOException {
    if (octet == '\r' || octet == '\n' || octet == ' ' || octet == '\t') {
      return;
    }
    if (column == WIDTH) {
      out.write('\r');
      out.write('\n');
      column = 0;
    }
    out.write(octet);
    column++;
  }
}
