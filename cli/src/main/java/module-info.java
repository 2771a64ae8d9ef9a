/** The command {@code packetboat}. */
module dev.packetboat.cli {
  requires dev.packetboat.delivery;
  requires dev.packetboat.mail;
  requires dev.packetboat.routing;
  requires dev.packetboat.smtp;
  requires dev.packetboat.testkit;
  requires info.picocli;
  requires tools.jackson.core;
  requires static org.jspecify;
}
