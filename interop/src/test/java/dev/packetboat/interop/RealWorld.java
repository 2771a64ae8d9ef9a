package dev.packetboat.interop;

import dev.packetboat.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A real resolver before a real name server, and real mail hosts: each with a loopback address of
 * its own and mail hosts at port 25, as {@link Zones} names them. One mail host is always there.
 */
final class RealWorld implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>();
  private final Loopback network = Loopback.random();
  private final TestCertificates authority = TestCertificates.authority();
  private final Path folder = Programs.folder("letters");
  private final UnboundServer resolver;
  private final PostfixServer good;

  private RealWorld() {
    ends.push(() -> Programs.delete(folder));
    try {
      KnotServer knot = KnotServer.start(network.address(Zones.NAMES), Zones.in(network));
      ends.push(knot::close);
      resolver = UnboundServer.validating(network.address(Zones.VALIDATING), knot);
      ends.push(resolver::close);
      good =
          postfix(
              Zones.GOOD, PostfixServer.builder().identity(authority.server("good.hosts.test")));
    } catch (Throwable failed) {
      close();
      throw failed;
    }
  }

  static RealWorld start() {
    return new RealWorld();
  }

  /** Starts a mail host, that ends with all the others. */
  PostfixServer postfix(int host, PostfixServer.Builder builder) {
    PostfixServer started = builder.at(network.mailHost(host)).start();
    ends.push(started::close);
    return started;
  }

  /** Starts a mail host, that ends with all the others. */
  SmtpSink sink(int host, String... options) {
    SmtpSink started = SmtpSink.start(network.mailHost(host), options);
    ends.push(started::close);
    return started;
  }

  /** Starts a policy service for a mail host. */
  PolicyService policy(PolicyService started) {
    ends.push(started::close);
    return started;
  }

  /** Takes everything, with a good certificate. */
  PostfixServer good() {
    return good;
  }

  TestCertificates authority() {
    return authority;
  }

  String ip(int host) {
    return network.ip(host);
  }

  /** Writes a letter with a hidden recipient. */
  Path letter(String subject, String to) throws IOException {
    String text =
        "From: joe@client.test\nTo: %s\nBcc: hidden@one.test\nSubject: %s\n\nHello\n"
            .formatted(to, subject);
    return Files.writeString(folder.resolve("letter.eml"), text);
  }

  /** {@code packetboat send --direct --json}. */
  Sent send(Path letter, String... options) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("send", "--json", "--direct", "--helo", "client.test"));
    words.addAll(List.of("--dns", resolver.hostAndPort(), "--timeout", "20"));
    words.addAll(List.of(options));
    words.add(letter.toString());
    return Sent.of(Command.run(folder, words.toArray(String[]::new)));
  }

  /** The same to the recipients of an envelope. */
  Sent send(String subject, List<String> to, String... options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("--from", "joe@client.test"));
    to.forEach(recipient -> words.addAll(List.of("--to", recipient)));
    words.addAll(List.of(options));
    return send(letter(subject, String.join(", ", to)), words.toArray(String[]::new));
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
