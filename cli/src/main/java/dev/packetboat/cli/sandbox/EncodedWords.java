package dev.packetboat.cli.sandbox;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Header values as their writer meant them. */
final class EncodedWords {

  private EncodedWords() {}

  /** With encoded words decoded (RFC 2047 §6), and as it is where they cannot be. */
  static String decode(String value) {
    try {
      return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT);
    } catch (RuntimeException unreadable) {
      return value;
    }
  }
}
