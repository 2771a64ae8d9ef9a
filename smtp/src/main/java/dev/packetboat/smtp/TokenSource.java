package dev.packetboat.smtp;

import java.io.IOException;

/**
 * Gives the bearer token of an OAuth 2 authentication. Asked once for each attempt, so that it can
 * renew a token that has expired; asked once more when a server refuses the first.
 */
@FunctionalInterface
public interface TokenSource {

  /** The token, as it is to be sent. */
  String token() throws IOException;
}
