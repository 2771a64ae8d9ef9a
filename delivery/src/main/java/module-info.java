/** A message to all its recipients: routes, connections, failover, an outcome for each. */
module dev.packetboat.delivery {
  requires transitive dev.packetboat.mail;
  requires transitive dev.packetboat.routing;
  requires transitive dev.packetboat.smtp;
  requires org.slf4j;
  requires jdk.jfr;
  requires static transitive org.jspecify;

  exports dev.packetboat.delivery;
}
