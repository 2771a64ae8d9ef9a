package dev.packetboat.testkit.internal.dns;

/** What is done instead of a good answer. */
public sealed interface Mishap {

  /** A good answer, after all. */
  record None() implements Mishap {}

  /** This response code and no records. */
  record Code(int rcode) implements Mishap {}

  /** Nothing. */
  record Silence() implements Mishap {}

  /** In a datagram: no records, and the bit that sends the client to TCP. */
  record Truncation() implements Mishap {}

  /** A header that fits the question, and then octets that are no message. */
  record Garbage() implements Mishap {}
}
