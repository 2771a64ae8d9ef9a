package dev.packetboat.smtp.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.packetboat.bench.load.Letter;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.smtp.LineEnds;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.internal.content.ContentEncoder;
import dev.packetboat.smtp.internal.content.ContentEncoder.Dots;
import dev.packetboat.smtp.internal.net.Wire;
import dev.packetboat.smtp.internal.net.Wires;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Each takes as many octets as the parameter says, as often as it can in a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InnerLoopsBenchmark {

  private static final String REPLY = "250 2.1.5 Ok\r\n";
  private static final int AFTER_HEADER = 100;
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Param({"4096", "65536"})
  public int octets;

  private byte[] letter;
  private byte[] copy;
  private byte[] replies;
  private Content content;
  private Content contentWithLf;
  private Content header;
  private ServerSocketChannel server;
  private SocketChannel serverSide;
  private OutputStream toClient;
  private Wire wire;
  private ReplyReader reader;

  @Setup(Level.Trial)
  public void prepare() throws IOException {
    letter = Letter.of(octets).octets();
    copy = new byte[octets + octets / 8];
    content = Content.of(letter);
    contentWithLf = Content.of(new String(letter, US_ASCII).replace("\r\n", "\n"));
    String field =
        "Received: from a.bench.test by b.bench.test; Mon, 2 Mar 2026 10:00:00 +0000\r\n";
    String received = field.repeat((octets - AFTER_HEADER) / field.length());
    header = Content.of(received + "To: ann@bench.test\r\n\r\n");
    replies = REPLY.repeat(octets / REPLY.length()).getBytes(US_ASCII);
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    SocketChannel client = SocketChannel.open(server.getLocalAddress());
    serverSide = server.accept();
    toClient = serverSide.socket().getOutputStream();
    wire = Wires.of(client);
    reader = new ReplyReader(wire, line -> {});
  }

  @TearDown
  public void close() throws IOException {
    wire.abort();
    serverSide.close();
    server.close();
  }

  /** The limit. */
  @Benchmark
  public byte[] arrayCopy() {
    System.arraycopy(letter, 0, copy, 0, letter.length);
    return copy;
  }

  /** A message becomes what stands on the wire: line ends, dots, hidden recipients. */
  @Benchmark
  public long contentWriter() throws IOException {
    return ContentWriting.to(copy, content);
  }

  /** The same of a message whose lines end with LF. */
  @Benchmark
  public long contentWriterFromLf() throws IOException {
    return ContentWriting.to(copy, contentWithLf);
  }

  /** The same, all of it header. */
  @Benchmark
  public long headerWriter() throws IOException {
    ContentEncoder encoder =
        new ContentEncoder((from, offset, length) -> {}, LineEnds.NORMALIZED, Dots.STUFFED);
    encoder.write(header);
    encoder.finish();
    return encoder.size();
  }

  /** Recipients are looked for in a long header. */
  @Benchmark
  public MessageHeader headerScan() throws IOException {
    return MessageHeader.read(header);
  }

  /** Replies of one line, through a socket: to write and read them is part of it. */
  @Benchmark
  public Reply replyParser() throws IOException {
    toClient.write(replies);
    Reply last = reader.read(PATIENCE);
    for (int read = REPLY.length(); read < replies.length; read += REPLY.length()) {
      last = reader.read(PATIENCE);
    }
    return last;
  }

  /** What it costs to have the same octets only go through the socket. */
  @Benchmark
  public byte[] socketOnly() throws IOException {
    toClient.write(replies);
    int read = 0;
    while (read < replies.length) {
      read += wire.read(copy, 0, Math.min(copy.length, replies.length - read));
    }
    return Arrays.copyOf(copy, 1);
  }
}
