package dev.packetboat.testkit.internal.sasl;

import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * Where an exchange takes place.
 *
 * @param hostName of the server
 * @param bindingOffered whether a mechanism with channel binding was offered to this client
 */
public record Surroundings(
    Accounts accounts, String hostName, Optional<SSLSession> tls, boolean bindingOffered) {}
