package dev.packetboat.smtp.internal.content;

import static dev.packetboat.smtp.internal.content.Escapes.octets;
import static dev.packetboat.smtp.internal.content.Escapes.shown;

import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an input: what goes on the wire and what is known of it, or nothing where it is
 * refused.
 */
record Encoding(Optional<String> wire, Optional<ContentFacts> facts) {

  static final Encoding REFUSED = new Encoding(Optional.empty(), Optional.empty());

  static Encoding of(byte[] wire, ContentFacts facts) {
    return new Encoding(Optional.of(new String(wire, Escapes.CHARSET)), Optional.of(facts));
  }

  /** By the encoder, the input cut at these places. */
  static Encoding encoded(byte[] input, LineEnds lineEnds, Dots dots, int... cuts)
      throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    ContentEncoder encoder = new ContentEncoder(wire::write, lineEnds, dots);
    try {
      int from = 0;
      for (int cut : cuts) {
        write(encoder, input, from, cut);
        from = cut;
      }
      write(encoder, input, from, input.length);
      encoder.finish();
    } catch (ContentRefusedException refused) {
      return REFUSED;
    }
    return of(wire.toByteArray(), encoder.facts());
  }

  /** From an array whose other octets would show if they were looked at. */
  private static void write(ContentEncoder encoder, byte[] input, int from, int to)
      throws IOException {
    byte[] around = octets("\n.\0");
    byte[] array = new byte[to - from + 2 * around.length];
    System.arraycopy(around, 0, array, 0, around.length);
    System.arraycopy(input, from, array, around.length, to - from);
    System.arraycopy(around, 0, array, around.length + to - from, around.length);
    encoder.write(array, around.length, to - from);
    Arrays.fill(array, (byte) '.'); // whoever wrote it may use it again
  }

  @Override
  public String toString() {
    @Nullable ContentFacts known = facts.orElse(null);
    return wire.map(octets -> shown(octets(octets)) + " " + known).orElse("refused");
  }
}
