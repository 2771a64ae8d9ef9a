/** The command {@code packetboat}. */
module dev.packetboat.cli {
  requires dev.packetboat.delivery;
  requires dev.packetboat.mail;
  requires dev.packetboat.mime;
  requires dev.packetboat.routing;
  requires dev.packetboat.smtp;
  requires dev.packetboat.testkit;
  requires apache.mime4j.core;
  requires apache.mime4j.dom;
  requires info.picocli;
  requires jdk.httpserver;
  requires tools.jackson.core;
  requires static org.jspecify;
}
