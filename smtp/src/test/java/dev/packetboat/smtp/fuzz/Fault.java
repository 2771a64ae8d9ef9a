package dev.packetboat.smtp.fuzz;

/**
 * How a server leaves a conversation.
 *
 * @param reply at which of its replies, counted from 0
 */
record Fault(Kind kind, Where where, int reply) {

  enum Kind {
    CLOSE,
    RESET,
    /** Says no more, and hears all. */
    HALF_CLOSE,
    /** Says no more, hears all, and stays. */
    SILENCE,
    /** Neither hears nor says any more, and stays. */
    DEAFNESS,
    /** 421, and closes. */
    FAREWELL,
    /** 421, and goes on as if nothing had been said. */
    FAREWELL_AND_ON
  }

  enum Where {
    BEFORE,
    AMID,
    AFTER
  }
}
