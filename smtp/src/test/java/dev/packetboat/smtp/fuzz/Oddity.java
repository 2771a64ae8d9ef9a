package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** How one reply may differ from what it should be. Octets are written as characters. */
enum Oddity {
  BARE_LF {
    @Override
    String of(String reply, Chance chance) {
      return reply.replace("\r\n", "\n");
    }
  },
  BARE_CR {
    @Override
    String of(String reply, Chance chance) {
      return reply.replace("\r\n", "\r");
    }
  },
  CR_AMID {
    @Override
    String of(String reply, Chance chance) {
      return inserted(reply, "\r", chance);
    }
  },
  NUL {
    @Override
    String of(String reply, Chance chance) {
      return inserted(reply, "\0", chance);
    }
  },
  NOT_UTF8 {
    @Override
    String of(String reply, Chance chance) {
      return inserted(reply, new String(chance.octets(chance.between(1, 8)), ISO_8859_1), chance);
    }
  },
  LONG_LINE {
    @Override
    String of(String reply, Chance chance) {
      int length = chance.percent(50) ? 4_080 + chance.below(30) : chance.between(500, 20_000);
      return reply.replace("\r\n", " " + "x".repeat(length) + "\r\n");
    }
  },
  MANY_LINES {
    @Override
    String of(String reply, Chance chance) {
      String line = code(reply) + "-" + "y".repeat(chance.pick(0, 10, 130, 1_000)) + "\r\n";
      return line.repeat(chance.percent(50) ? chance.between(495, 505) : 70) + reply;
    }
  },
  WITHOUT_END {
    @Override
    String of(String reply, Chance chance) {
      return reply.replaceAll("(?m)^([0-9]{3}) ", "$1-");
    }
  },
  TWO_CODES {
    @Override
    String of(String reply, Chance chance) {
      return chance.pick("250", "550", "354", "450") + "-first\r\n" + reply;
    }
  },
  NO_CODE {
    @Override
    String of(String reply, Chance chance) {
      String code =
          chance.pick(
              "199", "600", "999", "000", "25", "2500", "25O", " 250", "", "\u00b2\u00b3\u00b9");
      return code + reply.substring(Math.min(3, reply.length()));
    }
  },
  NO_SEPARATOR {
    @Override
    String of(String reply, Chance chance) {
      return code(reply) + chance.pick("ok", "\tok", "_ok", "") + "\r\n";
    }
  },
  EMPTY_LINE {
    @Override
    String of(String reply, Chance chance) {
      return chance.percent(50) ? "\r\n" + reply : reply + "\r\n";
    }
  },
  /** Said twice, or with another one behind it. */
  SURPLUS {
    @Override
    String of(String reply, Chance chance) {
      return reply
          + chance.pick(
              reply,
              "250 2.0.0 Ok: queued as 4F9D195432C\r\n",
              "354 more\r\n",
              "550 no\r\n",
              "421 bye\r\n");
    }
  },
  MISSING {
    @Override
    String of(String reply, Chance chance) {
      return "";
    }
  },
  OTHER_CODE {
    @Override
    String of(String reply, Chance chance) {
      int code =
          chance.percent(50)
              ? chance.pick(200, 220, 221, 235, 250, 334, 354, 421, 452, 500, 503, 535, 550)
              : chance.between(200, 599);
      return reply.replaceAll("(?m)^[0-9]{3}", String.valueOf(code));
    }
  },
  NOISE {
    @Override
    String of(String reply, Chance chance) {
      return new String(chance.octets(chance.between(1, 60)), ISO_8859_1);
    }
  };

  abstract String of(String reply, Chance chance);

  private static String code(String reply) {
    return reply.substring(0, 3);
  }

  /** Behind the code more often than in it. */
  private static String inserted(String reply, String what, Chance chance) {
    int at = chance.percent(80) ? chance.between(4, reply.length()) : chance.below(5);
    return reply.substring(0, at) + what + reply.substring(at);
  }
}
