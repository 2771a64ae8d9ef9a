package dev.packetboat.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was composed is what is read, and the octets between keep to their limits. */
class RoundTripTest {

  private static final int LETTERS = 100;
  private static final Pattern LONE = Pattern.compile("\\r(?!\\n)|(?<!\\r)\\n");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsReadIsWhatWasWritten(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < LETTERS; i++) {
      Sample sample = Sample.random(random);
      byte[] composed = sample.composed();

      assertThat(read(composed))
          .as("seed %d, letter %d:\n%s", seed, i, new String(composed, UTF_8))
          .usingRecursiveComparison()
          .isEqualTo(sample);
      assertKeepsToLimits(composed);
    }
  }

  private static Sample read(byte[] composed) throws IOException {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
    Message message = builder.parseMessage(new ByteArrayInputStream(composed));
    Multipart parts = (Multipart) message.getBody();
    Entity attachment = parts.getBodyParts().get(1);
    String name = message.getFrom().get(0).getName();
    return new Sample(
        name == null ? "" : name,
        message.getSubject(),
        new String(octets(parts.getBodyParts().getFirst()), UTF_8),
        attachment.getFilename(),
        octets(attachment));
  }

  private static byte[] octets(Entity entity) throws IOException {
    return ((SingleBody) entity.getBody()).getInputStream().readAllBytes();
  }

  // RFC 5322 §2.1.1, RFC 2045 §6.7, §6.8, RFC 2047 §2
  private static void assertKeepsToLimits(byte[] composed) {
    String source = new String(composed, StandardCharsets.ISO_8859_1);
    boolean ascii = source.chars().allMatch(c -> c < 0x80 && c != 0);
    boolean inLines = source.endsWith("\r\n") && !LONE.matcher(source).find();
    boolean short78 = source.lines().allMatch(line -> line.length() <= 78);
    boolean folded76 =
        source
            .substring(0, source.indexOf("\r\n\r\n"))
            .lines()
            .allMatch(line -> line.length() <= 76 && !line.isBlank());
    assertThat(List.of(ascii, inLines, short78, folded76)).as(source).doesNotContain(false);
  }
}
