package dev.packetboat.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server says, reply by reply. Octets are written as characters.
 *
 * @param replies each up to the end of a line that is not continued
 * @param early those that are said without waiting for the client, one bit each
 * @param cut those that are written in two, one bit each
 */
record Script(List<String> replies, long early, long cut) {

  Script {
    replies = List.copyOf(replies);
  }

  static Script of(byte[] octets, long early, long cut) {
    List<String> replies = new ArrayList<>();
    StringBuilder reply = new StringBuilder();
    for (String line : new String(octets, ISO_8859_1).split("(?<=\n)")) {
      reply.append(line);
      boolean isContinued = line.length() > 3 && line.charAt(3) == '-';
      if (!isContinued) {
        replies.add(reply.toString());
        reply.setLength(0);
      }
    }
    if (!reply.isEmpty()) {
      replies.add(reply.toString());
    }
    return new Script(replies, early, cut);
  }

  boolean isEarly(int reply) {
    return (early >>> reply & 1) == 1;
  }

  /** Whether each reply, but the greeting, is said when it was asked for. */
  boolean isPatient() {
    return early >>> 1 == 0 && replies.size() <= Long.SIZE;
  }

  /** The writes of which a reply consists. */
  List<String> writes(int number) {
    String reply = replies.get(number);
    if ((cut >>> number & 1) == 0 || reply.length() < 2) {
      return List.of(reply);
    }
    int middle = 1 + number % (reply.length() - 1);
    return List.of(reply.substring(0, middle), reply.substring(middle));
  }
}
