package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mime.internal.Part.Leaf;
import dev.packetboat.mime.internal.Part.Multi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.BodyPart;
import org.apache.james.mime4j.message.DefaultMessageWriter;
import org.apache.james.mime4j.message.HeaderImpl;
import org.apache.james.mime4j.message.MessageImpl;
import org.apache.james.mime4j.message.MultipartImpl;
import org.apache.james.mime4j.stream.Field;

/**
 * Puts a message together. mime4j writes it once, header, boundaries and all; where it comes to a
 * body, that content is only put in its place, to be read whenever the message is.
 */
final class Assembly {

  private Assembly() {}

  /** The message with these fields before those of its body. */
  static Content message(List<FieldLine> fields, Part body) throws IOException {
    MessageImpl message = new MessageImpl();
    fill(message, fields, body);
    Segments segments = new Segments();
    new Writer().writeMessage(message, segments);
    return segments.content();
  }

  private static void fill(Entity entity, List<FieldLine> fields, Part part) {
    Header header = new HeaderImpl();
    fields.forEach(field -> header.addField(parsed(field)));
    part.fields().forEach(field -> header.addField(parsed(field)));
    entity.setHeader(header);
    entity.setBody(body(part));
  }

  // The writer asks for boundaries and encodings, and so wants fields that are understood.
  private static Field parsed(FieldLine line) {
    return LenientFieldParser.getParser().parse(line.toField(), DecodeMonitor.SILENT);
  }

  private static Body body(Part part) {
    return switch (part) {
      case Leaf leaf -> new Place(leaf.body());
      case Multi multi -> {
        MultipartImpl body = new MultipartImpl(multi.subtype());
        multi.parts().forEach(inner -> body.addBodyPart(bodyPart(inner)));
        yield body;
      }
    };
  }

  private static BodyPart bodyPart(Part part) {
    BodyPart bodyPart = new BodyPart();
    fill(bodyPart, List.of(), part);
    return bodyPart;
  }

  /** Leaves bodies as they are: they are encoded already. */
  private static final class Writer extends DefaultMessageWriter {
    @Override
    protected OutputStream encodeStream(OutputStream out, String encoding, boolean binaryBody) {
      return out;
    }
  }

  /** Where a content goes. */
  private static final class Place extends SingleBody {

    private final Content content;

    Place(Content content) {
      this.content = content;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return content.open();
    }

    @Override
    public void writeTo(OutputStream out) {
      ((Segments) out).place(content);
    }
  }
}
