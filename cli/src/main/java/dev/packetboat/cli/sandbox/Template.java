package dev.packetboat.cli.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTML with places, {@code ${name}}, for text that is escaped and for HTML that was made so. */
final class Template {

  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

  private final String html;
  private final Map<String, String> values = new HashMap<>();

  private Template(String html) {
    this.html = html;
  }

  /** What a resource holds. */
  static Template of(String resource) {
    return new Template(new String(octets(resource), StandardCharsets.UTF_8));
  }

  static Template inline(String html) {
    return new Template(html);
  }

  static byte[] octets(String resource) {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any text, from whomever. */
  Template text(String name, String text) {
    return html(name, escaped(text));
  }

  /** HTML of our own. */
  Template html(String name, String html) {
    values.put(name, html);
    return this;
  }

  String fill() {
    return PLACE.matcher(html).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1))));
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("nothing for ${" + name + "}");
    }
    return value;
  }

  /**
   * Text for a place between tags or in a quoted attribute. Control characters, and those that turn
   * the direction of what follows, are shown and do nothing.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\n', '\t' -> escaped.append(c);
        case '\r' -> {}
        default -> escaped.append(isHarmless(c) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  private static boolean isHarmless(char c) {
    boolean turns = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    return !Character.isISOControl(c) && !turns;
  }
}
