package dev.packetboat.smtp;

/** What a refused recipient means for the others. */
public enum RecipientPolicy {
  /** The message goes to those whom the server accepted. */
  ACCEPTED,
  /** One refused recipient and the message goes to nobody. */
  ALL_OR_NOTHING
}
