package dev.packetboat.testkit.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** RFC 4422 Appendix A: the client is whom its certificate names. */
record External(Surroundings surroundings) implements Exchange {

  @Override
  public Answer next(byte[] response) {
    Optional<String> name = surroundings.tls().flatMap(ClientCertificate::commonName);
    if (name.isEmpty()) {
      return new Answer.Refused("no client certificate");
    }
    String wanted = new String(response, StandardCharsets.UTF_8);
    boolean itself = wanted.isEmpty() || wanted.equals(name.get());
    return itself
        ? new Answer.Accepted(name.get())
        : new Answer.Refused(name.get() + " may not act for " + wanted);
  }
}
