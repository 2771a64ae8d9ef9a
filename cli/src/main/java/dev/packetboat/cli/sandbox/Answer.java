package dev.packetboat.cli.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param headers those that this answer has besides the ones that all have
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

  /** Nothing but our own style sheet and script is loaded, whatever a message says. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
          + " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** A message's HTML: pictures that it brings along and its colours, and nothing else. */
  private static final String SANDBOX =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

  static Answer page(int status, String html) {
    return of(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
        .with("Content-Security-Policy", POLICY);
  }

  /** The HTML of a message. */
  static Answer foreign(String html) {
    return of(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
        .with("Content-Security-Policy", SANDBOX);
  }

  static Answer resource(String type, String resource) {
    return of(200, type, Template.octets(resource)).with("Content-Security-Policy", POLICY);
  }

  static Answer json(int status, String json) {
    return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  static Answer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** A file to be saved. */
  static Answer file(String type, String name, byte[] octets) {
    String safe = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    return of(200, type, octets)
        .with("Content-Disposition", "attachment; filename=\"" + safe + "\"")
        .with("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  static Answer nothing() {
    return new Answer(204, Map.of(), new byte[0]);
  }

  private static Answer of(int status, String type, byte[] body) {
    return new Answer(status, Map.of("Content-Type", type), body);
  }

  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
