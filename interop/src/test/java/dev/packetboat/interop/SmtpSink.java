package dev.packetboat.interop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Postfix's smtp-sink, with the faults that its options give it. */
final class SmtpSink implements AutoCloseable {

  private static final String PROGRAM = "/usr/sbin/smtp-sink";

  private final InetSocketAddress address;
  private final Path folder;
  private final Process process;

  private SmtpSink(InetSocketAddress address, String... options) {
    Programs.assumeInstalled("postfix", PROGRAM);
    this.address = address;
    folder = Programs.folder("sink");
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-u", "postfix"));
    command.addAll(List.of(options));
    command.addAll(List.of(address.getAddress().getHostAddress() + ":" + address.getPort(), "10"));
    process = Programs.start(log(), command);
    Programs.awaitGreeting(address, process, log());
  }

  static SmtpSink start(InetSocketAddress address, String... options) {
    return new SmtpSink(address, options);
  }

  /** Waits until a client wrote more than this one takes in. */
  void awaitBlockedClient() {
    Programs.await(
        () ->
            Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> Programs.text(Path.of(table)).lines())
                .anyMatch(this::isBlockedClient),
        "a client with unsent octets for " + address);
  }

  /** A line of the kernel's: number, local and remote address, state, octets unsent:unread. */
  private boolean isBlockedClient(String line) {
    String[] columns = line.strip().split("\\s+");
    return columns[2].endsWith(kernelsName()) && !columns[4].startsWith("00000000:");
  }

  private String kernelsName() {
    int ip =
        ByteBuffer.wrap(address.getAddress().getAddress()).order(ByteOrder.nativeOrder()).getInt();
    HexFormat hex = HexFormat.of().withUpperCase();
    return hex.toHexDigits(ip) + ":" + hex.toHexDigits((short) address.getPort());
  }

  /** Ends it as a fault of the machine would: at once, and with what it has not read. */
  void kill() {
    process.destroyForcibly();
  }

  private Path log() {
    return folder.resolve("log");
  }

  @Override
  public void close() {
    Programs.end(process);
    Programs.delete(folder);
  }
}
