package dev.packetboat.smtp.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Replies as they should be. Octets are written as characters. */
final class Grammar {

  private static final List<Integer> NOT_NOW = List.of(450, 451, 452, 454, 499);
  private static final List<Integer> NO =
      List.of(500, 501, 502, 503, 504, 535, 550, 552, 553, 554, 599);
  private static final List<String> TEXTS =
      List.of(
          "ok",
          "",
          "2.1.0 Ok",
          "2.0.0 Ok: queued as 4F9D195432C",
          "OK id=1qXyZ-0001Ab-2C",
          "2.6.0 <d6f1@mx.test> [InternalId=1] Queued mail for delivery",
          "5.7.1 not you, see http://mx.test/?id=17",
          "4.2.0 Recipient address rejected: Greylisted",
          "go ahead",
          "5.1.1 The email account that you tried to reach does not exist",
          "250 in the text",
          "250-in the text",
          " ",
          ".",
          "x".repeat(400));

  private Grammar() {}

  static int code(Ask ask, boolean positive, Chance chance) {
    if (positive) {
      return chance.percent(95) ? ask.usual : ask.alternative;
    }
    return chance.pick(chance.percent(40) ? NOT_NOW : NO);
  }

  static String reply(int code, Chance chance) {
    int lines = chance.percent(85) ? 1 : chance.between(2, 4);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      texts.add(chance.pick(TEXTS));
    }
    return reply(code, texts);
  }

  static String reply(int code, List<String> texts) {
    StringBuilder reply = new StringBuilder();
    for (int i = 0; i < texts.size() - 1; i++) {
      reply.append(code).append('-').append(texts.get(i)).append("\r\n");
    }
    String last = texts.getLast();
    return reply.append(code).append(last.isEmpty() ? "" : " " + last).append("\r\n").toString();
  }
}
