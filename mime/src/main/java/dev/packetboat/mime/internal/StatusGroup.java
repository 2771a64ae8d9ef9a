package dev.packetboat.mime.internal;

import dev.packetboat.mail.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The fields of a report that are about the whole message, or about one recipient. */
public final class StatusGroup {

  private final List<Field> fields = new ArrayList<>();

  StatusGroup() {}

  /** A field, its value unfolded. */
  record Field(String name, String value) {

    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  void add(Field field) {
    fields.add(field);
  }

  boolean has(String name) {
    return fields.stream().anyMatch(field -> field.is(name));
  }

  boolean hasNothingBut(String name) {
    return fields.stream().allMatch(field -> field.is(name));
  }

  /** The first field of this name that says anything. */
  public Optional<String> first(String name) {
    return all(name).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** The values of all fields of this name, in any case of letters. */
  public List<String> all(String name) {
    Objects.requireNonNull(name, "name");
    return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
  }

  /** A field that is there, and was not understood. */
  public Optional<LeftOut> leftOut(String name, Optional<?> understood, String reason) {
    return understood.isPresent()
        ? Optional.empty()
        : first(name).map(value -> new LeftOut(name + ": " + value, reason));
  }
}
