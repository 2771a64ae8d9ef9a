package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Goes through the parts of a message from the first to the last, however deep, but not into
 * messages that are attached. What breaks the format ends it; only a content that cannot be read is
 * an error. Not thread-safe.
 */
final class PartReader implements Closeable {

  // Each level costs memory and time for every octet below it.
  private static final int DEEPEST = 20;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final MimeConfig BOUNDS =
      new MimeConfig.Builder()
          .setMaxLineLen(LONGEST_HEADER)
          .setMaxHeaderLen(LONGEST_HEADER)
          .setMaxHeaderCount(10_000)
          .build();

  private final SourceStream source;
  private final MimeTokenStream tokens = new MimeTokenStream(BOUNDS);
  private int depth;
  private boolean broken;
  private String type = "";
  private String messageType = "";
  private Optional<String> reportType = Optional.empty();

  PartReader(Content content) throws IOException {
    source = new SourceStream(content.open());
    tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    tokens.parse(source);
  }

  /** Goes to the next part that has no parts itself; false if there is none. */
  boolean next() throws IOException {
    while (!broken) {
      switch (nextState()) {
        case T_FIELD -> readField();
        case T_START_MULTIPART -> enterMultipart();
        case T_END_MULTIPART -> depth--;
        case T_BODY -> {
          readType();
          return true;
        }
        case T_END_OF_STREAM -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }

  private EntityState nextState() throws IOException {
    try {
      return tokens.next();
    } catch (MimeException e) {
      broken = true;
    } catch (IOException e) {
      source.rethrowOwn();
      broken = true;
    }
    return EntityState.T_END_OF_STREAM;
  }

  private void enterMultipart() {
    if (depth == 0) {
      readType();
    }
    depth++;
    broken |= depth > DEEPEST;
  }

  private void readType() {
    String mediaType = tokens.getBodyDescriptor().getMimeType();
    type = mediaType.toLowerCase(Locale.ROOT);
    if (messageType.isEmpty()) {
      messageType = type;
    }
  }

  // RFC 6522 §3: of the message itself.
  private void readField() {
    Field field = tokens.getField();
    if (depth == 0 && field.getName().equalsIgnoreCase("Content-Type") && reportType.isEmpty()) {
      RawField raw = new RawField("Content-Type", field.getBody());
      reportType =
          RawFieldParser.DEFAULT.parseRawBody(raw).getParams().stream()
              .filter(parameter -> "report-type".equalsIgnoreCase(parameter.getName()))
              .map(NameValuePair::getValue)
              .map(value -> value == null ? "" : value.toLowerCase(Locale.ROOT))
              .findFirst();
    }
  }

  /** The media type of where it stands, in small letters. */
  String type() {
    return type;
  }

  /** The media type of the message itself, in small letters. */
  String messageType() {
    return messageType;
  }

  /** How many multiparts it stands in. */
  int depth() {
    return depth;
  }

  /** What kind of report the message says it is, in small letters. */
  Optional<String> reportType() {
    return reportType;
  }

  /** Whether the message ended because of its format. */
  boolean isBroken() {
    return broken;
  }

  /** What the part contains, without its encoding. Closing it closes the whole. */
  InputStream body() {
    return new PartStream(tokens.getDecodedInputStream(), source);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
