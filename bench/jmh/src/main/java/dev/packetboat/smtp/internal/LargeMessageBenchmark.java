package dev.packetboat.smtp.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.packetboat.bench.load.Letter;
import dev.packetboat.mail.Content;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same of a message that no cache of a processor's own holds, as one is that just came. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LargeMessageBenchmark {

  @Param("16777216")
  public int octets;

  private byte[] letter;
  private byte[] copy;
  private Content content;
  private Content contentWithLf;

  @Setup(Level.Trial)
  public void prepare() {
    letter = Letter.of(octets).octets();
    copy = new byte[octets + octets / 8];
    content = Content.of(letter);
    contentWithLf = Content.of(new String(letter, US_ASCII).replace("\r\n", "\n"));
  }

  /** The limit. */
  @Benchmark
  public byte[] arrayCopy() {
    System.arraycopy(letter, 0, copy, 0, letter.length);
    return copy;
  }

  /** Line ends, dots, hidden recipients. */
  @Benchmark
  public long contentWriter() throws IOException {
    return ContentWriting.to(copy, content);
  }

  /** The same of a message whose lines end with LF. */
  @Benchmark
  public long contentWriterFromLf() throws IOException {
    return ContentWriting.to(copy, contentWithLf);
  }
}
