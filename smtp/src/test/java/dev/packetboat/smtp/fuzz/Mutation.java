package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What may happen to octets that were right, without regard to what they mean. */
enum Mutation {
  FLIP {
    @Override
    String of(String octets, Chance chance) {
      int at = chance.below(octets.length());
      char flipped = (char) (octets.charAt(at) ^ (1 << chance.below(8)));
      return octets.substring(0, at) + flipped + octets.substring(at + 1);
    }
  },
  INSERT {
    @Override
    String of(String octets, Chance chance) {
      int at = chance.between(0, octets.length());
      String what =
          chance.percent(50)
              ? chance.pick("\r", "\n", "\r\n", "-", " ", "\0", "250 ", "354 ")
              : new String(chance.octets(1), ISO_8859_1);
      return octets.substring(0, at) + what + octets.substring(at);
    }
  },
  DELETE {
    @Override
    String of(String octets, Chance chance) {
      int from = chance.below(octets.length());
      int to = Math.min(octets.length(), from + chance.pick(1, 1, 1, 2, 3, 10));
      return octets.substring(0, from) + octets.substring(to);
    }
  },
  REPEAT {
    @Override
    String of(String octets, Chance chance) {
      int from = chance.below(octets.length());
      int to = chance.between(from, octets.length());
      return octets.substring(0, to) + octets.substring(from);
    }
  },
  REPEAT_LINE {
    @Override
    String of(String octets, Chance chance) {
      List<String> lines = lines(octets);
      int line = chance.below(lines.size());
      lines.add(line, lines.get(line));
      return String.join("", lines);
    }
  },
  DROP_LINE {
    @Override
    String of(String octets, Chance chance) {
      List<String> lines = lines(octets);
      lines.remove(chance.below(lines.size()));
      return String.join("", lines);
    }
  },
  SWAP_LINES {
    @Override
    String of(String octets, Chance chance) {
      List<String> lines = lines(octets);
      Collections.swap(lines, chance.below(lines.size()), chance.below(lines.size()));
      return String.join("", lines);
    }
  };

  abstract String of(String octets, Chance chance);

  private static List<String> lines(String octets) {
    return new ArrayList<>(Arrays.asList(octets.split("(?<=\n)")));
  }
}
