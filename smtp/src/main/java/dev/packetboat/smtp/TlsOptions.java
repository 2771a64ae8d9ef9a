package dev.packetboat.smtp;

import dev.packetboat.smtp.internal.tls.TlsContext;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Whose certificates are trusted, and which certificate we show. TLS 1.2 and 1.3 only. Immutable,
 * to be shared: sessions that share the options can resume each other's TLS sessions.
 *
 * <pre>{@code
 * TlsOptions options = TlsOptions.builder().trust(Path.of("our-authority.pem")).build();
 * }</pre>
 */
public final class TlsOptions {

  private static final TlsOptions DEFAULTS = builder().build();

  private final TlsContext context;

  private TlsOptions(Builder builder) {
    this.context =
        new TlsContext(
            List.copyOf(builder.trustedFiles),
            builder.trustedOnly,
            builder.key,
            builder.context,
            builder.trustsAny);
  }

  /** The certificates that the JDK trusts; no certificate of our own. */
  public static TlsOptions defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** For the library itself. */
  TlsContext context() {
    return context;
  }

  /** Builds {@link TlsOptions}. Files are read at the first handshake. */
  public static final class Builder {
    private final List<Path> trustedFiles = new ArrayList<>();
    private Optional<KeyStore> trustedOnly = Optional.empty();
    private Optional<TlsContext.Key> key = Optional.empty();
    private Optional<SSLContext> context = Optional.empty();
    private boolean trustsAny;

    private Builder() {}

    /** Trusts the certificates in this PEM file too. */
    public Builder trust(Path pem) {
      trustedFiles.add(pem);
      return this;
    }

    /** Trusts the certificates of this store instead of those of the JDK. */
    public Builder trustOnly(KeyStore store) {
      trustedOnly = Optional.of(store);
      return this;
    }

    /** Shows a certificate of this store to a server that asks for one. The password is copied. */
    public Builder clientCertificate(KeyStore store, char[] password) {
      key = Optional.of(new TlsContext.Key(store, password.clone()));
      return this;
    }

    /**
     * Uses this context, with its own trust and keys, instead of all of the above. Of its protocols
     * TLS 1.2 and 1.3 are used. What it trusts counts as verified where the name is checked too,
     * which is where TLS is required.
     */
    public Builder sslContext(SSLContext sslContext) {
      context = Optional.of(sslContext);
      return this;
    }

    /**
     * Accepts every certificate, whoever shows it: whoever sits between can read and change
     * everything. For tests, and for servers that cannot be trusted in any other way.
     */
    public Builder trustAnyCertificateInsecurely() {
      trustsAny = true;
      return this;
    }

    public TlsOptions build() {
      return new TlsOptions(this);
    }
  }
}
