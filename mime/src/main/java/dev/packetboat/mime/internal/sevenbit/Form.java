package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mime.internal.QuotedPrintable;
import java.io.OutputStream;
import java.util.Base64;

/** How a body is written anew. */
enum Form {
  /** Lines, whose ends become CRLF, in quoted-printable. */
  QUOTED_PRINTABLE("quoted-printable"),
  /** Lines, whose ends become CRLF, in base64. */
  LINES("base64"),
  /** Octets as they are, in base64. */
  OCTETS("base64"),
  /** What is in base64 already, in shorter lines. */
  FOLDED("base64");

  private final String encoding;

  Form(String encoding) {
    this.encoding = encoding;
  }

  /** As Content-Transfer-Encoding has it. */
  String encoding() {
    return encoding;
  }

  /** Writes to this stream, which stays open, what is written to the other, which is closed. */
  OutputStream open(OutputStream out) {
    return switch (this) {
      case QUOTED_PRINTABLE -> new CrlfLines(new QuotedPrintable(out));
      case LINES -> new CrlfLines(base64(out));
      case OCTETS -> base64(out);
      case FOLDED -> new FoldedBase64(out);
    };
  }

  private static OutputStream base64(OutputStream out) {
    // Lines of 76 with CRLF between them.
    return Base64.getMimeEncoder().wrap(out);
  }
}
