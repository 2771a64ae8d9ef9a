package dev.packetboat.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A flat JSON object on one line. Texts must be plain: no quotes, backslashes or controls. */
public final class JsonLine {

  private final Map<String, String> fields = new LinkedHashMap<>();

  /** Adds a whole number. */
  public JsonLine put(String name, long value) {
    fields.put(name, Long.toString(value));
    return this;
  }

  /** Adds a finite number. */
  public JsonLine put(String name, double value) {
    fields.put(name, Double.toString(value));
    return this;
  }

  /** Adds a text. */
  public JsonLine put(String name, String value) {
    fields.put(name, '"' + value + '"');
    return this;
  }

  @Override
  public String toString() {
    return fields.entrySet().stream()
        .map(field -> '"' + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
