package dev.packetboat.testkit.internal.sasl;

import java.nio.charset.StandardCharsets;

/** RFC 4616: user and password in one response. */
record Plain(Accounts accounts) implements Exchange {

  @Override
  public Answer next(byte[] response) {
    // RFC 4616 §2: [authzid] NUL authcid NUL passwd
    String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
    if (parts.length != 3 || parts[1].isEmpty()) {
      return new Answer.Malformed("not [authzid] NUL authcid NUL passwd");
    }
    if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) {
      return new Answer.Refused(parts[1] + " may not act for " + parts[0]);
    }
    return accounts.checkPassword(parts[1], parts[2]);
  }
}
