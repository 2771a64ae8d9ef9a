package dev.packetboat.mime.internal;

import java.util.regex.Pattern;

/** What HTML calls a part that it shows (RFC 2392 §2). */
final class ContentIds {

  private static final String ATOMS = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+";
  private static final Pattern ID = Pattern.compile(ATOMS + "(?:@" + ATOMS + ")?");
  private static final int LONGEST = 200;

  private ContentIds() {}

  static String checked(String id) {
    if (id.length() > LONGEST || !ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "\""
              + Characters.shown(id)
              + "\" cannot be what an image is called: letters, digits, dots and hyphens can, and"
              + " one @ between them");
    }
    return id;
  }
}
