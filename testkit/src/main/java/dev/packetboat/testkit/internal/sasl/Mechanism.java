package dev.packetboat.testkit.internal.sasl;

import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The mechanisms that the server knows, strongest first. */
public enum Mechanism {
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
  SCRAM_SHA_256("SCRAM-SHA-256"),
  SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS"),
  SCRAM_SHA_1("SCRAM-SHA-1"),
  CRAM_MD5("CRAM-MD5"),
  EXTERNAL("EXTERNAL"),
  OAUTHBEARER("OAUTHBEARER"),
  XOAUTH2("XOAUTH2"),
  PLAIN("PLAIN"),
  LOGIN("LOGIN");

  private final String keyword;

  Mechanism(String keyword) {
    this.keyword = keyword;
  }

  /** The name as it stands in a command. */
  public String keyword() {
    return keyword;
  }

  /** The mechanism of this name, in any case. */
  public static Optional<Mechanism> of(String keyword) {
    for (Mechanism mechanism : values()) {
      if (mechanism.keyword.equalsIgnoreCase(keyword)) {
        return Optional.of(mechanism);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the mechanism can do without TLS, because the connection shows no secret and nothing is
   * bound to TLS.
   */
  public boolean worksInClear() {
    return switch (this) {
      case SCRAM_SHA_256, SCRAM_SHA_1, CRAM_MD5 -> true;
      default -> false;
    };
  }

  /** Whether the mechanism binds the login to the TLS connection. */
  public boolean binds() {
    return this == SCRAM_SHA_256_PLUS || this == SCRAM_SHA_1_PLUS;
  }

  /** Whether the mechanism can work for somebody with such accounts on such a connection at all. */
  public boolean fits(Accounts accounts, Optional<SSLSession> tls) {
    return switch (this) {
      case OAUTHBEARER, XOAUTH2 -> !accounts.tokens().isEmpty();
      case EXTERNAL -> tls.isPresent() && ClientCertificate.commonName(tls.get()).isPresent();
      case SCRAM_SHA_256_PLUS, SCRAM_SHA_1_PLUS ->
          tls.isPresent() && !accounts.passwords().isEmpty();
      case SCRAM_SHA_256, SCRAM_SHA_1, CRAM_MD5, PLAIN, LOGIN -> !accounts.passwords().isEmpty();
    };
  }

  /** Begins a login. */
  public Exchange begin(Surroundings surroundings) {
    return switch (this) {
      case SCRAM_SHA_256_PLUS, SCRAM_SHA_256 ->
          new Scram(Scram.Hash.SHA_256, binds(), surroundings);
      case SCRAM_SHA_1_PLUS, SCRAM_SHA_1 -> new Scram(Scram.Hash.SHA_1, binds(), surroundings);
      case CRAM_MD5 -> new CramMd5(surroundings);
      case EXTERNAL -> new External(surroundings);
      case OAUTHBEARER -> new Bearer(Bearer.Form.OAUTHBEARER, surroundings.accounts());
      case XOAUTH2 -> new Bearer(Bearer.Form.XOAUTH2, surroundings.accounts());
      case PLAIN -> new Plain(surroundings.accounts());
      case LOGIN -> new Login(surroundings.accounts());
    };
  }
}
