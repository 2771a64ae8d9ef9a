package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mime.internal.Part.Leaf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that goes with a message: beside it, or shown inside of its HTML.
 *
 * @param contentId what the HTML calls it; empty for what is beside the message
 */
public record Attachment(
    Optional<String> name,
    MediaType type,
    Content content,
    Optional<Path> file,
    Optional<String> contentId) {

  // RFC 5322 §2.1.1
  private static final int LONGEST_LINE = 998;

  public Attachment {
    Objects.requireNonNull(content, "content");
  }

  /** A file, which is looked at when the message is built. */
  public static Attachment of(Path file) {
    String name = FileNames.bare(String.valueOf(file.getFileName()));
    return new Attachment(
        Optional.of(name),
        FileNames.mediaType(name),
        Content.of(file),
        Optional.of(file),
        Optional.empty());
  }

  /** A content under this name. */
  public static Attachment of(String name, MediaType type, Content content) {
    return new Attachment(
        Optional.of(FileNames.bare(name)), type, content, Optional.empty(), Optional.empty());
  }

  /** A content that is shown, and so needs no name. */
  public static Attachment unnamed(MediaType type, Content content) {
    return new Attachment(Optional.empty(), type, content, Optional.empty(), Optional.empty());
  }

  /**
   * The same, shown where the HTML says {@code cid:} and this.
   *
   * @throws IllegalArgumentException if it contains what a Content-ID cannot (RFC 2045 §7)
   */
  public Attachment shownAs(String id) {
    return new Attachment(name, type, content, file, Optional.of(ContentIds.checked(id)));
  }

  boolean isMessage() {
    return type.isMessage();
  }

  /** The content of a message with line ends as they are sent. */
  Content lines() {
    return new LinesContent(content, OptionalLong.empty());
  }

  /**
   * The part, in an encoding that brings its octets as they are; only a message's line ends become
   * CRLF.
   */
  Part part() throws IOException {
    if (file.isPresent()) {
      checkReadable(file.get());
    }
    if (isMessage()) {
      return message();
    }
    return type.isText() ? text() : part(type, Encoding.BASE64, new Base64Content(content));
  }

  private static void checkReadable(Path file) throws IOException {
    // A pipe could be read only once.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is not a file");
    }
    Files.newInputStream(file).close();
  }

  private Part text() throws IOException {
    LineFacts facts = LineFacts.of(content, "--" + TextPart.BOUNDARY_MARK);
    boolean utf8 = !type.hasCharset() && !facts.hasNul() && (facts.isAscii() || isUtf8());
    MediaType told = utf8 ? type.with("charset=UTF-8") : type;
    return facts.isSevenBit(LONGEST_LINE) && !facts.hasLine()
        ? part(told, Encoding.SEVEN_BIT, content)
        : part(told, Encoding.BASE64, new Base64Content(content));
  }

  private boolean isUtf8() throws IOException {
    try (InputStream in = content.open();
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())) {
      reader.transferTo(Writer.nullWriter());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  // RFC 2046 §5.2.1: 7bit, 8bit or binary and nothing else.
  private Part message() throws IOException {
    LineFacts facts = LineFacts.of(lines(), "");
    if (facts.hasNul() || facts.longestLine() > LONGEST_LINE) {
      throw new IllegalArgumentException(
          "the attached message "
              + name.orElse("")
              + (facts.hasNul() ? " contains NUL" : " has a line of more than 998 octets")
              + ", which only application/octet-stream could carry");
    }
    Encoding encoding = facts.isAscii() ? Encoding.SEVEN_BIT : Encoding.EIGHT_BIT;
    return part(type, encoding, new LinesContent(content, OptionalLong.of(facts.size())));
  }

  private Part part(MediaType told, Encoding encoding, Content body) {
    List<FieldLine> fields = new ArrayList<>();
    contentId.ifPresent(id -> fields.add(new FieldLine("Content-ID").add("<" + id + ">")));
    fields.add(disposition());
    return new Leaf(told, encoding, fields, body);
  }

  // RFC 2183 §2
  private FieldLine disposition() {
    List<String> pieces = new ArrayList<>(List.of(contentId.isPresent() ? "inline" : "attachment"));
    name.ifPresent(text -> pieces.addAll(Parameters.text("filename", text)));
    return FieldLine.separated("Content-Disposition", pieces);
  }
}
