package dev.packetboat.smtp;

/** Whether the server may have taken the message when something broke. */
public enum Acceptance {
  /** The end of the content was never begun to be written: the server cannot have accepted it. */
  NO,
  /**
   * The write that holds the last octet of the content's end had begun and no valid reply came: the
   * server may have the message or not. Sending again may duplicate it.
   */
  UNKNOWN
}
