package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mime.internal.Part.Multi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a message says and brings, made into parts: {@code multipart/mixed} with attachments, in it
 * {@code multipart/related} with images, in it {@code multipart/alternative} with text and HTML,
 * each only where there is something for it.
 */
public record Letter(
    Optional<String> text,
    Optional<String> html,
    List<Attachment> images,
    List<Attachment> attachments) {

  public Letter {
    images = List.copyOf(images);
    attachments = List.copyOf(attachments);
  }

  /**
   * The message with these fields before those of its body.
   *
   * @param unique letters and digits of which boundaries are made
   */
  public Content content(List<FieldLine> fields, String unique) throws IOException {
    return Assembly.message(fields, body(boundary(unique)));
  }

  private Part body(String boundary) throws IOException {
    List<Part> parts = new ArrayList<>();
    if (text.isPresent() || html.isPresent() || attachments.isEmpty()) {
      parts.add(withImages(boundary));
    }
    for (Attachment attachment : attachments) {
      parts.add(attachment.part());
    }
    return attachments.isEmpty() ? parts.getFirst() : new Multi("mixed", boundary + ".1", parts);
  }

  private Part withImages(String boundary) throws IOException {
    List<Part> parts = new ArrayList<>(List.of(said(boundary)));
    for (Attachment image : images) {
      parts.add(image.part());
    }
    return images.isEmpty() ? parts.getFirst() : new Multi("related", boundary + ".2", parts);
  }

  private Part said(String boundary) throws IOException {
    if (html.isEmpty()) {
      return TextPart.of("plain", text.orElse(""));
    }
    Part page = TextPart.of("html", html.get());
    // RFC 2046 §5.1.4: the plainest first.
    return text.isEmpty()
        ? page
        : new Multi(
            "alternative", boundary + ".3", List.of(TextPart.of("plain", text.get()), page));
  }

  /**
   * What our boundaries begin with, and no line inside of the parts does (RFC 2046 §5.1.1). Encoded
   * parts have no such line, and texts that have one are encoded; messages cannot be.
   */
  private String boundary(String unique) throws IOException {
    String boundary = TextPart.BOUNDARY_MARK + unique;
    for (int i = 1; isInMessage("--" + boundary); i++) {
      boundary = TextPart.BOUNDARY_MARK + unique + "-" + i;
    }
    return boundary;
  }

  private boolean isInMessage(String delimiter) throws IOException {
    List<Attachment> all = new ArrayList<>(images);
    all.addAll(attachments);
    for (Attachment attachment : all) {
      if (attachment.isMessage() && LineFacts.of(attachment.lines(), delimiter).hasLine()) {
        return true;
      }
    }
    return false;
  }
}
