package dev.packetboat.delivery.internal;

import dev.packetboat.mail.EnhancedStatus;

/** The enhanced status codes of outcomes without a server's word (RFC 3463 §3, RFC 5248). */
final class Statuses {

  static final EnhancedStatus OTHER_TRANSIENT = new EnhancedStatus(4, 0, 0);
  static final EnhancedStatus SYSTEM = new EnhancedStatus(4, 3, 0);
  static final EnhancedStatus NO_ANSWER_FROM_HOST = new EnhancedStatus(4, 4, 1);
  static final EnhancedStatus BAD_CONNECTION = new EnhancedStatus(4, 4, 2);
  static final EnhancedStatus DIRECTORY_FAILURE = new EnhancedStatus(4, 4, 3);
  static final EnhancedStatus UNABLE_TO_ROUTE = new EnhancedStatus(5, 4, 4);
  static final EnhancedStatus INVALID_COMMAND = new EnhancedStatus(4, 5, 0);
  static final EnhancedStatus MEDIA_ERROR = new EnhancedStatus(4, 6, 0);
  static final EnhancedStatus NOT_AUTHORIZED = new EnhancedStatus(5, 7, 1);
  static final EnhancedStatus CRYPTOGRAPHIC_FAILURE = new EnhancedStatus(4, 7, 5);
  static final EnhancedStatus CREDENTIALS_INVALID = new EnhancedStatus(4, 7, 8);
  static final EnhancedStatus ENCRYPTION_NEEDED = new EnhancedStatus(4, 7, 10);
  static final EnhancedStatus BAD_ADDRESS_SYNTAX = new EnhancedStatus(5, 1, 3);

  private Statuses() {}

  /** The same status for what is final. */
  static EnhancedStatus permanent(EnhancedStatus status) {
    return new EnhancedStatus(5, status.subject(), status.detail());
  }

  /** The same status for what may work later. */
  static EnhancedStatus transientOf(EnhancedStatus status) {
    return new EnhancedStatus(4, status.subject(), status.detail());
  }

  /** Reads what is known to be one. */
  static EnhancedStatus of(String text) {
    return EnhancedStatus.atStartOf(text).orElseThrow();
  }
}
