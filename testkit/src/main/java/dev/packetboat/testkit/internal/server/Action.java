package dev.packetboat.testkit.internal.server;

/** What a rule says is to be done at some moment. */
public sealed interface Action {

  /** What a good server does. */
  record Proceed() implements Action {}

  /** These words are the reply. */
  record Answer(String words) implements Action {}

  /** The connection is closed instead. */
  record Drop() implements Action {}

  /** The connection is reset instead. */
  record Reset() implements Action {}

  /** Nothing happens any more. */
  record Stall() implements Action {}

  /** It is done, and the connection closed in place of the reply. */
  record LoseReply() implements Action {}

  /** It is done, and then nothing happens any more. */
  record WithholdReply() implements Action {}

  /** It is done, and a line that is no reply is said instead of it. */
  record GarbleReply() implements Action {}
}
