package dev.packetboat.testkit.internal.certificate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** RFC 7468: DER as text between two lines. */
public final class Pem {

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  public static String of(String label, byte[] der) {
    String lines = new String(LINES.encode(der), StandardCharsets.US_ASCII);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
  }
}
