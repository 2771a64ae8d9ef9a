/** The vocabulary of outbound mail: addresses, envelopes, contents and the header of a message. */
module dev.packetboat.mail {
  requires static transitive org.jspecify;
  // Only Content.clipboard() needs it; everything else works without a desktop.
  requires static java.desktop;

  exports dev.packetboat.mail;
}
