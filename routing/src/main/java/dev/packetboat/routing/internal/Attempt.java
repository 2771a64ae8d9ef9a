package dev.packetboat.routing.internal;

import org.xbill.DNS.Message;

/** What came of asking one server once. */
sealed interface Attempt {

  /** The server answered the question, be it that there is nothing. */
  record Answered(Message message) implements Attempt {}

  /** It did not. */
  enum Unanswered implements Attempt {
    /** Nothing came in time: the question or the answer may be lost. */
    SILENT,
    /** There is no server, or no way to it. */
    UNREACHABLE,
    /** The server spoke, and what it said answers nothing: it failed, refused, or is broken. */
    UNUSABLE
  }
}
