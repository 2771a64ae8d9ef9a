package dev.packetboat.smtp.internal.content;

import dev.packetboat.smtp.Corpora;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Independent test material for the tests here. */
final class Material {

  private static final JsonMapper JSON = new JsonMapper();

  private Material() {}

  static JsonNode json(String file) {
    return JSON.readTree(Corpora.path(file));
  }
}
