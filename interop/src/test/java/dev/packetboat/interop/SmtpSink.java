package dev.packetboat.interop;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  void awaitBlockedClient() {
    Programs.awaitBlockedClient(address);
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
