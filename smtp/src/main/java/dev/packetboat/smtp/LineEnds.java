package dev.packetboat.smtp;

/** What is done with a CR or LF in the content that is not part of a CRLF. */
public enum LineEnds {
  /** CR, LF and CRLF each become CRLF, and a missing last one is added. */
  NORMALIZED,
  /** A bare CR or LF, or a missing last CRLF, is refused. */
  STRICT
}
