package dev.packetboat.cli;

import dev.packetboat.smtp.Reply;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes objects as JSON, one a line. */
final class JsonLines {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonLines() {}

  /** Writes one object whose members the caller writes. */
  static void write(PrintStream out, Consumer<JsonGenerator> members) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    out.println(line);
    out.flush();
  }

  /** What became of a message. */
  static void write(PrintStream out, MessageReport report) {
    write(
        out,
        json -> {
          json.writeStringProperty("message", report.message());
          text(json, "messageId", report.messageId());
          json.writeStringProperty("from", report.sender());
          json.writeNumberProperty("size", report.size());
          json.writeStringProperty("status", report.status().word());
          json.writeArrayPropertyStart("recipients");
          report.recipients().forEach(recipient -> write(json, recipient));
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, RecipientReport recipient) {
    json.writeStartObject();
    json.writeStringProperty("address", recipient.address());
    json.writeStringProperty("status", recipient.status().word());
    text(json, "host", recipient.hop().map(RecipientReport.Hop::host));
    text(json, "ip", recipient.hop().map(RecipientReport.Hop::ip));
    number(json, "port", recipient.hop().map(RecipientReport.Hop::port));
    number(json, "code", recipient.reply().map(Reply::code));
    text(json, "enhanced", recipient.enhanced());
    text(json, "reply", recipient.reply().map(Reply::text));
    text(json, "tls", recipient.hop().flatMap(RecipientReport.Hop::tls));
    text(json, "reason", recipient.reason());
    json.writeArrayPropertyStart("attempts");
    for (RecipientReport.Attempt attempt : recipient.attempts()) {
      json.writeStartObject();
      json.writeStringProperty("host", attempt.host());
      text(json, "ip", attempt.ip());
      json.writeStringProperty("error", attempt.error());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void text(JsonGenerator json, String name, Optional<String> value) {
    if (value.isPresent()) {
      json.writeStringProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  private static void number(JsonGenerator json, String name, Optional<Integer> value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  static void texts(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
