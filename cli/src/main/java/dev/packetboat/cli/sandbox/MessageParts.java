package dev.packetboat.cli.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.field.ContentDispositionField;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.field.ContentDispositionFieldLenientImpl;
import org.apache.james.mime4j.field.ContentTypeFieldLenientImpl;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.CharsetUtil;

/**
 * A message taken apart: its header, what it says as text and in HTML, and the files that it brings
 * along. Whatever arrives is read as far as it can be.
 *
 * @param text of all parts that are plain text and no files; none where there is no such part
 * @param html of the first part that is HTML and no file
 * @param fault why the rest could not be read
 */
record MessageParts(
    List<HeaderField> header,
    Optional<String> text,
    Optional<String> html,
    List<Attachment> attachments,
    Optional<String> fault) {

  /** A field of the header, its value unfolded and decoded. */
  record HeaderField(String name, String value) {}

  /** A file in a message. */
  record Attachment(String name, String type, byte[] octets) {}

  private static final int DEEPEST = 50;
  private static final int MOST = 1000;
  private static final MimeConfig PATIENT =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(1 << 20)
          .setMaxHeaderCount(10_000)
          .build();

  static MessageParts of(byte[] content) {
    Reading reading = new Reading();
    Optional<String> fault = Optional.empty();
    try {
      reading.read(content);
    } catch (MimeException | IOException | RuntimeException broken) {
      fault = Optional.of("the rest of the message cannot be read: " + broken.getMessage());
    }
    return new MessageParts(
        reading.header,
        Optional.of(String.join("\n", reading.texts)).filter(any -> !reading.texts.isEmpty()),
        reading.html.stream().findFirst(),
        reading.attachments,
        fault);
  }

  /** What has been read of a message. For one thread. */
  private static final class Reading {

    private final List<HeaderField> header = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> html = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private int depth;
    private boolean isInHeader = true;
    private Optional<ContentTypeField> type = Optional.empty();
    private Optional<ContentDispositionField> disposition = Optional.empty();

    void read(byte[] content) throws MimeException, IOException {
      MimeTokenStream tokens = new MimeTokenStream(PATIENT);
      tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
      tokens.parse(new ByteArrayInputStream(content));
      for (EntityState state = tokens.getState();
          state != EntityState.T_END_OF_STREAM;
          state = tokens.next()) {
        take(state, tokens);
      }
    }

    private void take(EntityState state, MimeTokenStream tokens) throws IOException {
      switch (state) {
        case T_START_HEADER -> {
          type = Optional.empty();
          disposition = Optional.empty();
        }
        case T_FIELD -> field(tokens.getField());
        case T_END_HEADER -> isInHeader = false;
        case T_START_MULTIPART -> {
          if (++depth > DEEPEST) {
            throw new IOException("more than " + DEEPEST + " parts within each other");
          }
        }
        case T_END_MULTIPART -> depth--;
        case T_BODY -> {
          try (InputStream body = tokens.getDecodedInputStream()) {
            body(body.readAllBytes());
          }
        }
        default -> {} // preambles, epilogues and borders say nothing
      }
    }

    private void field(Field field) {
      String name = field.getName();
      if (isInHeader) {
        header.add(new HeaderField(name, value(field)));
      }
      if (name.equalsIgnoreCase("Content-Type")) {
        type = Optional.of(ContentTypeFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT));
      } else if (name.equalsIgnoreCase("Content-Disposition")) {
        disposition =
            Optional.of(
                ContentDispositionFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT));
      }
    }

    /** From its octets: mime4j cuts what is not ASCII to eight bits. */
    private static String value(Field field) {
      String line = decoded(field.getRaw().toByteArray(), StandardCharsets.UTF_8);
      String folded = line.substring(line.indexOf(':') + 1);
      return EncodedWords.decode(folded.replaceAll("\\r?\\n(?=[ \\t])", "").strip());
    }

    private void body(byte[] octets) throws IOException {
      String mime =
          type.map(ContentTypeField::getMimeType)
              .map(name -> name.toLowerCase(Locale.ROOT))
              .filter(name -> !name.isEmpty())
              .orElse("text/plain"); // RFC 2045 §5.2
      Optional<String> name = fileName();
      boolean isFile =
          name.isPresent() || disposition.filter(ContentDispositionField::isAttachment).isPresent();
      if (!isFile && mime.equals("text/plain")) {
        texts.add(decoded(octets, charset()));
      } else if (!isFile && mime.equals("text/html") && html.isEmpty()) {
        html.add(decoded(octets, charset()));
      } else if (attachments.size() < MOST) {
        attachments.add(new Attachment(name.orElse("(no name)"), mime, octets));
      } else {
        throw new IOException("more than " + MOST + " parts");
      }
    }

    private Optional<String> fileName() {
      return disposition
          .flatMap(field -> Optional.ofNullable(field.getFilename()))
          .or(() -> type.flatMap(field -> Optional.ofNullable(field.getParameter("name"))))
          .map(EncodedWords::decode)
          .filter(name -> !name.isBlank());
    }

    private Charset charset() {
      return type.flatMap(field -> Optional.ofNullable(field.getCharset()))
          .flatMap(name -> Optional.ofNullable(CharsetUtil.lookup(name)))
          .orElse(StandardCharsets.UTF_8);
    }

    /** UTF-8 that is none is taken for Latin-1: every octet is a character then. */
    private static String decoded(byte[] octets, Charset charset) {
      String text = new String(octets, charset);
      boolean isUtf8 = charset.equals(StandardCharsets.UTF_8) && text.indexOf('\uFFFD') < 0;
      return isUtf8 || !charset.equals(StandardCharsets.UTF_8)
          ? text
          : new String(octets, StandardCharsets.ISO_8859_1);
    }
  }
}
