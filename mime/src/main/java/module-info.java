/** Composing messages, re-encoding them to 7 bit, and reading reports on their delivery. */
module dev.packetboat.mime {
  requires transitive dev.packetboat.mail;
  requires apache.mime4j.core;
  requires apache.mime4j.dom;
  requires static transitive org.jspecify;

  exports dev.packetboat.mime;
}
