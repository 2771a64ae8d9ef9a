package dev.packetboat.mail;

import java.util.Objects;

/**
 * Something in a list of addresses that is not certain to be an address, or in a report something
 * that was not understood, and so was left out.
 *
 * @param text what is written there, unfolded; empty where something is missing
 * @param reason why it was left out, in a few words: {@code has no domain}
 */
public record LeftOut(String text, String reason) {

  /** Something that was left out. */
  public LeftOut {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(reason, "reason");
  }
}
