/** One conversation with one SMTP server. */
module dev.packetboat.smtp {
  requires transitive dev.packetboat.mail;
  requires org.slf4j;
  requires com.ongres.scram.client;
  requires com.ongres.scram.common;
  requires static transitive org.jspecify;

  exports dev.packetboat.smtp;
}
