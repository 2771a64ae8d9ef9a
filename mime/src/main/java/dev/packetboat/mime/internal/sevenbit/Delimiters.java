package dev.packetboat.mime.internal.sevenbit;

import org.jspecify.annotations.Nullable;

/** The lines between the parts of a multipart (RFC 2046 §5.1.1). */
final class Delimiters {

  private static final byte[] DASHES = {'-', '-'};

  private Delimiters() {}

  /**
   * The multipart of which this line is a delimiter, among those that are open here. A line that is
   * one to some readers only, or to some of another, is noted where it leaves doubt.
   */
  static @Nullable Entity find(LineReader line, Entity innermost) {
    if (!line.startsWith(DASHES)) {
      return null;
    }
    Entity found = null;
    Entity outermost = null;
    int matches = 0;
    for (Entity entity = innermost; entity != null; entity = entity.parent()) {
      if (entity.kind() == Entity.Kind.MULTIPART && line.startsWith(entity.delimiter())) {
        matches++;
        outermost = entity;
        found = found == null && isExact(line, entity) ? entity : found;
      }
    }
    boolean certain = matches == 1 && found != null && !found.isClosed();
    if (outermost != null && !certain) {
      outermost.addAmbiguity();
    }
    return found == null || found.isClosed() ? null : found;
  }

  private static boolean isExact(LineReader line, Entity multipart) {
    String rest = rest(line, multipart);
    return !line.isLong() && (rest.isEmpty() || rest.equals("--"));
  }

  /** Whether this delimiter ends the last part. */
  static boolean isLast(LineReader line, Entity multipart) {
    return rest(line, multipart).equals("--");
  }

  private static String rest(LineReader line, Entity multipart) {
    return line.text().substring(multipart.delimiter().length).stripTrailing();
  }
}
