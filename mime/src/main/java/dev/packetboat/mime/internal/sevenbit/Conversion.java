package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/** Has a message read, and made anew. */
public final class Conversion {

  private Conversion() {}

  /**
   * The message in 7 bit: itself, where it is that.
   *
   * @throws dev.packetboat.mail.ConversionRefusedException if it would become another message
   */
  public static Content of(Content message) throws IOException {
    Plan plan = Structure.plan(message);
    if (plan.edits().isEmpty()) {
      return message;
    }
    Count count = new Count();
    new ConvertedContent(message, plan, OptionalLong.empty()).writeTo(count);
    return new ConvertedContent(message, plan, OptionalLong.of(count.size));
  }

  /** Counts, and looks at each octet again: what is promised here is promised to a server. */
  private static final class Count extends OutputStream {

    private long size;
    private long column;

    @Override
    public void write(int octet) {
      size++;
      column = octet == '\n' || octet == '\r' ? 0 : column + 1;
      if (column > LineReader.LONGEST_LINE || octet <= 0) {
        throw new IllegalStateException("not 7 bit at octet " + size);
      }
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        write(octets[i]);
      }
    }
  }
}
