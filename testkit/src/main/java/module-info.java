/**
 * Servers of mail and names for tests: scripted, real and faulty ones, whole worlds of them, and
 * certificates.
 */
module dev.packetboat.testkit {
  requires org.dnsjava;
  requires static transitive org.jspecify;

  exports dev.packetboat.testkit;
}
