package dev.packetboat.testkit.internal.server;

import java.time.Duration;

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

  /** It is done, half of the reply is said, and the connection closed. */
  record HalveReply() implements Action {}

  /** It is done, and the reply said octet by octet, so long apart. */
  record DripReply(Duration pause) implements Action {}
}
