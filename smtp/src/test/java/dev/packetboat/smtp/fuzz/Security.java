package dev.packetboat.smtp.fuzz;

/** What a server does when a client is to be encrypted. */
@FunctionalInterface
interface Security {

  /** Whether it could be done. */
  boolean encrypt(Peer peer);
}
