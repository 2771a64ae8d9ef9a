/** Which servers take mail for a domain, in which order, at which addresses. */
module dev.packetboat.routing {
  requires transitive dev.packetboat.mail;
  requires org.dnsjava;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.packetboat.routing;
}
