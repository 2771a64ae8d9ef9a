package dev.packetboat.testkit.internal.dns;

/** How a question came. */
public enum Transport {
  DATAGRAM,
  STREAM
}
