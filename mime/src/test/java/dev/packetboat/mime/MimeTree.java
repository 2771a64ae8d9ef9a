package dev.packetboat.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/** What mime4j reads of a message, without what re-encoding may change. */
final class MimeTree {

  // What is said of the type stands before each part.
  private static final Set<String> LEFT_OUT =
      Set.of("content-type", "content-transfer-encoding", "mime-version");

  private MimeTree() {}

  static String of(byte[] message) throws IOException {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(
        MimeConfig.custom().setMaxLineLen(-1).setMaxHeaderLen(-1).setMaxHeaderCount(-1).build());
    String lines = lines(new String(message, ISO_8859_1), "\r\n");
    // On the wire the last line is ended, too.
    String whole = lines.endsWith("\r\n") ? lines : lines + "\r\n";
    return tree(builder.parseMessage(new ByteArrayInputStream(whole.getBytes(ISO_8859_1))));
  }

  private static String tree(Entity entity) throws IOException {
    String fields =
        entity.getHeader().getFields().stream()
            .filter(field -> !LEFT_OUT.contains(field.getNameLowerCase()))
            .map(Field::toString)
            .collect(Collectors.joining("|"));
    return "[" + entity.getMimeType() + " " + fields + " " + body(entity.getBody()) + "]";
  }

  private static String body(Body body) throws IOException {
    return switch (body) {
      case Entity message -> tree(message);
      case Multipart parts -> parts(parts);
      case SingleBody leaf -> {
        String octets = new String(leaf.getInputStream().readAllBytes(), ISO_8859_1);
        yield lines(octets, "\n").replaceFirst("\n$", "");
      }
      default -> throw new IllegalStateException(body.toString());
    };
  }

  private static String parts(Multipart parts) throws IOException {
    StringBuilder tree = new StringBuilder("(" + parts.getPreamble() + ")");
    for (Entity part : parts.getBodyParts()) {
      tree.append(tree(part));
    }
    return tree + "(" + parts.getEpilogue() + ")";
  }

  private static String lines(String text, String end) {
    return text.replaceAll("\r\n|\r|\n", end);
  }
}
