package dev.packetboat.bench.load;

import java.util.HashMap;
import java.util.Map;

/** Words of a command line: {@code --name value}, or {@code --name} alone. */
public final class Arguments {

  private final Map<String, String> values = new HashMap<>();

  private Arguments() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException where a word stands where a name should
   */
  public static Arguments of(String... words) {
    Arguments read = new Arguments();
    int at = 0;
    while (at < words.length) {
      String name = words[at++];
      if (!name.startsWith("--")) {
        throw new IllegalArgumentException("not an option: " + name);
      }
      boolean alone = at == words.length || words[at].startsWith("--");
      read.values.put(name.substring(2), alone ? "" : words[at++]);
    }
    return read;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  public int whole(String name, int otherwise) {
    return has(name) ? Integer.parseInt(text(name, "")) : otherwise;
  }

  public double number(String name, double otherwise) {
    return has(name) ? Double.parseDouble(text(name, "")) : otherwise;
  }
}
