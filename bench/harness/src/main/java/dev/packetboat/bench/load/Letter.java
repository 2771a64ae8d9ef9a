package dev.packetboat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A plain message of just this many octets, CRLF in its lines, one line in twenty beginning with a
 * dot. It begins with a short header; the body can be had apart, for clients that compose.
 */
public final class Letter {

  public static final String SENDER = "joe@bench.test";
  public static final String SUBJECT = "Minutes of the meeting";

  private static final String HEADER =
      """
      From: Joe <joe@bench.test>
      To: Ann <ann0@sink.bench.test>
      Subject: Minutes of the meeting
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <minutes@bench.test>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii
      Content-Transfer-Encoding: 7bit

      """
          .replace("\n", "\r\n");
  private static final String LINE =
      "all hands agreed that the boat leaves on time whatever the weather may be.\r\n";
  private static final int BETWEEN_DOTS = 20;

  private final long size;

  private Letter(long size) {
    this.size = size;
  }

  /**
   * A letter of this size.
   *
   * @throws IllegalArgumentException where that is less than its header and a line
   */
  public static Letter of(long octets) {
    if (octets < HEADER.length() + 2) {
      throw new IllegalArgumentException("too small for a letter: " + octets);
    }
    return new Letter(octets);
  }

  /** The recipient of this number, from 0. */
  public static String recipient(int number) {
    return "ann" + number + "@sink.bench.test";
  }

  public long size() {
    return size;
  }

  /** The whole message. */
  public byte[] octets() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(size));
    out.writeBytes(HEADER.getBytes(US_ASCII));
    bodyLines().forEach(line -> out.writeBytes(line.getBytes(US_ASCII)));
    return out.toByteArray();
  }

  /** The text without the header. */
  public String body() {
    return String.join("", bodyLines());
  }

  /** Writes the whole message to a file. */
  public void writeTo(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(HEADER.getBytes(US_ASCII));
      for (String line : bodyLines()) {
        out.write(line.getBytes(US_ASCII));
      }
    }
  }

  private Iterable<String> bodyLines() {
    return () ->
        new Iterator<>() {
          private long left = size - HEADER.length();
          private int number;

          @Override
          public boolean hasNext() {
            return left > 0;
          }

          @Override
          public String next() {
            if (left <= 0) {
              throw new NoSuchElementException();
            }
            String line = line(++number, left);
            left -= line.length();
            return line;
          }
        };
  }

  // The last two lines share what is left, lest the last be too short for a CRLF.
  private static String line(int number, long left) {
    String line = number % BETWEEN_DOTS == 0 ? '.' + LINE.substring(1) : LINE;
    if (left >= 2L * LINE.length()) {
      return line;
    }
    int length = left > LINE.length() ? (int) (left / 2) : (int) left;
    return line.substring(0, length - 2) + "\r\n";
  }
}
