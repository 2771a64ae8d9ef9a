package dev.packetboat.mail;

import java.io.IOException;

/**
 * A message cannot be converted: it is signed or encrypted, or it is not known how it could be done
 * without harm. The message says which part of it stands in the way.
 */
public final class ConversionRefusedException extends IOException {

  private static final long serialVersionUID = 1;

  public ConversionRefusedException(String reason) {
    super(reason);
  }
}
