package dev.packetboat.cli.sandbox;

import dev.packetboat.testkit.ReceivedMessage;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What arrived, as JSON. */
final class MessagesJson {

  private static final JsonFactory JSON = new JsonFactory();

  private MessagesJson() {}

  /**
   * A list.
   *
   * @param taken how many there ever were
   */
  static String list(List<Arrival> arrivals, int taken) {
    return object(
        json -> {
          json.writeNumberProperty("taken", taken);
          json.writeArrayPropertyStart("messages");
          for (Arrival arrival : arrivals) {
            json.writeStartObject();
            envelope(json, arrival);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** One with all that is in it. */
  static String one(Arrival arrival, MessageParts parts) {
    return object(
        json -> {
          envelope(json, arrival);
          json.writeArrayPropertyStart("headers");
          for (MessageParts.HeaderField field : parts.header()) {
            json.writeStartObject();
            json.writeStringProperty("name", field.name());
            json.writeStringProperty("value", field.value());
            json.writeEndObject();
          }
          json.writeEndArray();
          text(json, "text", parts.text());
          text(json, "html", parts.html());
          json.writeArrayPropertyStart("attachments");
          for (int i = 0; i < parts.attachments().size(); i++) {
            MessageParts.Attachment attachment = parts.attachments().get(i);
            json.writeStartObject();
            json.writeStringProperty("name", attachment.name());
            json.writeStringProperty("type", attachment.type());
            json.writeNumberProperty("size", attachment.octets().length);
            json.writeStringProperty("url", Links.attachment(arrival, i));
            json.writeEndObject();
          }
          json.writeEndArray();
          texts(json, "transcript", arrival.message().transcript().lines().toList());
          text(json, "fault", parts.fault());
        });
  }

  static String error(String what) {
    return object(json -> json.writeStringProperty("error", what));
  }

  private static void envelope(JsonGenerator json, Arrival arrival) {
    ReceivedMessage message = arrival.message();
    json.writeNumberProperty("number", arrival.number());
    json.writeStringProperty("receivedAt", arrival.at().toString());
    json.writeStringProperty("host", message.takenBy());
    json.writeStringProperty("id", message.id());
    json.writeStringProperty("sender", message.sender());
    texts(json, "recipients", message.recipients());
    json.writeStringProperty("subject", arrival.title().subject());
    json.writeStringProperty("from", arrival.title().from());
    text(json, "messageId", arrival.title().messageId());
    json.writeNumberProperty("size", arrival.size());
    text(json, "tls", arrival.tls());
    text(json, "user", message.user());
    json.writeStringProperty("client", message.clientName());
    json.writeStringProperty("url", Links.api(arrival));
    json.writeStringProperty("source", Links.source(arrival));
  }

  private static String object(Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void text(JsonGenerator json, String name, Optional<String> value) {
    if (value.isPresent()) {
      json.writeStringProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
