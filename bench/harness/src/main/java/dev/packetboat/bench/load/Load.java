package dev.packetboat.bench.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is to be sent, where to and how.
 *
 * @param size octets of a message
 * @param file holds the message, where it is too large for memory
 */
public record Load(
    String host,
    int port,
    int connections,
    long size,
    int recipients,
    boolean tls,
    Optional<Path> file) {

  static Load of(Arguments arguments) {
    return new Load(
        arguments.text("host", "127.0.0.1"),
        arguments.whole("port", 2525),
        arguments.whole("connections", 1),
        Math.round(arguments.number("size", 4096)),
        arguments.whole("recipients", 1),
        arguments.has("tls"),
        arguments.has("file")
            ? Optional.of(Path.of(arguments.text("file", "")))
            : Optional.empty());
  }

  public Letter letter() {
    return Letter.of(size);
  }

  /** The addresses of all recipients. */
  public List<String> recipientAddresses() {
    return IntStream.range(0, recipients).mapToObj(Letter::recipient).toList();
  }

  /** The same at another port. */
  Load at(int elsewhere) {
    return new Load(host, elsewhere, connections, size, recipients, tls, file);
  }
}
