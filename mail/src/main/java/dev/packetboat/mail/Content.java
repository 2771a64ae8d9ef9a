package dev.packetboat.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message as octets, header and body, that can be read any number of times: by a second server
 * when the first one fails, by several connections at once, by whatever signs it.
 *
 * {@snippet class="ExamplesTest" region="content" :
 * Content note = Content.of("Subject: hello\r\n\r\nAnn, call me.\r\n");
 * Content letter = Content.of(Path.of("letter.eml"));
 * try (SpooledContent piped = Content.spool(in)) {
 *   piped.writeTo(out);
 * }
 * }
 *
 * Lines may end in CR, LF or CRLF; on the wire each becomes CRLF. Implementations are safe for use
 * by several threads.
 */
public interface Content {

  /** The octets from the first one on, each time a new stream, which the caller closes. */
  InputStream open() throws IOException;

  /** How many octets {@link #open()} gives, if that is known without reading. */
  OptionalLong size();

  /**
   * The file that holds these octets and no others, if there is one. Where a server takes them as
   * they are, a large message is then not read before it is sent, and goes out of the file without
   * passing through the heap.
   */
  default Optional<Path> file() {
    return Optional.empty();
  }

  /** Writes all octets; the stream is not closed. */
  default void writeTo(OutputStream out) throws IOException {
    try (InputStream in = open()) {
      in.transferTo(out);
    }
  }

  /** These octets. They are copied: the array may be used for something else afterwards. */
  static Content of(byte[] octets) {
    return new MemoryContent(octets.clone());
  }

  /** So many octets of an array, from this index on; they are copied, too. */
  static Content of(byte[] octets, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, octets.length);
    return new MemoryContent(Arrays.copyOfRange(octets, offset, offset + length));
  }

  /** This text in UTF-8. */
  static Content of(String text) {
    return new MemoryContent(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What is in this file whenever it is opened. It is read piece by piece and must not change
   * meanwhile.
   */
  static Content of(Path file) {
    return new FileContent(file);
  }

  /**
   * What is left in a stream that can be read only once: read now, to its end, and kept in memory
   * up to 1 MiB, beyond that in a temporary file. The stream is not closed.
   */
  static SpooledContent spool(InputStream in) throws IOException {
    return SpooledContent.read(in);
  }

  /** What this writer writes. It is called each time the content is opened. */
  static Content writing(ContentWriter writer) {
    return new WrittenContent(writer);
  }

  /**
   * The text that the system clipboard holds when this is called, in UTF-8.
   *
   * @throws ClipboardUnavailableException if there is no display, no desktop in this Java, or no
   *     text in the clipboard
   */
  static Content clipboard() throws IOException {
    return Clipboard.read();
  }
}
