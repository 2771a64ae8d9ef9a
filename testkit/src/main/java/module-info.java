/** Servers that speak SMTP for tests: scripted, real and faulty ones, and certificates for them. */
module dev.packetboat.testkit {
  requires static transitive org.jspecify;

  exports dev.packetboat.testkit;
}
