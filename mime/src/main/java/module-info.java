/** Composing a message, and re-encoding one to 7 bit. */
module dev.packetboat.mime {
  requires transitive dev.packetboat.mail;
  requires apache.mime4j.core;
  requires apache.mime4j.dom;
  requires static transitive org.jspecify;

  exports dev.packetboat.mime;
}
