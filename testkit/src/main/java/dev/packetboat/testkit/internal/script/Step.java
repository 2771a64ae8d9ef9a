package dev.packetboat.testkit.internal.script;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** One line of a script. */
sealed interface Step {

  /** {@code S: text} and {@code S\ octets}: the server sends these octets. */
  record Say(byte[] octets) implements Step {}

  /** {@code C: text}: the client's next line is this one. */
  record Line(String text) implements Step {}

  /** {@code C~ regex}: the client's next line matches as a whole. */
  record Match(Pattern pattern) implements Step {}

  /** {@code C\ octets}: the client's next octets are these, whatever its lines are. */
  record Raw(byte[] octets) implements Step {}

  /**
   * {@code [content]} and {@code [content 123]}: octets up to the lone dot, or so many, are kept
   * and not judged.
   */
  record Content(OptionalInt size) implements Step {}

  /**
   * {@code [tls]} and {@code [tls fails]}: the handshake, and whether the client goes through with
   * it.
   */
  record Tls(boolean succeeds) implements Step {}

  /** {@code [drip]}: from here on the server sends octet by octet. */
  record Drip() implements Step {}

  /** {@code [hold NAME]}: nothing more is read or sent before the test says so. */
  record Hold(String name) implements Step {}

  /** {@code [client closes]}: the client's next act is to close the connection. */
  record ClientCloses() implements Step {}

  /** A step after which the script has nothing more to say on this connection. */
  sealed interface Last extends Step {}

  /** {@code [close]}: the server closes the connection. */
  record Close() implements Last {}

  /** {@code [reset]}: the server resets the connection. */
  record Reset() implements Last {}

  /** {@code [stall]} and {@code [stall NAME]}: the server neither reads nor writes any more. */
  record Stall(String name) implements Last {}
}
