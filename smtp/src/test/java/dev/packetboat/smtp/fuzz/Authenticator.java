package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.function.Consumer;

/**
 * AUTH by a server that knows no password: it says yes or no as it likes, and asks what it likes.
 */
final class Authenticator {

  private static final int LAST_CHALLENGE = 12;

  private final Peer peer;
  private final Chance chance;

  Authenticator(Peer peer, Chance chance) {
    this.peer = peer;
    this.chance = chance;
  }

  /**
   * One dialogue.
   *
   * @param answer says yes or no
   */
  void run(String command, Consumer<Ask> answer, Voice voice) {
    String[] words = command.split(" ");
    String mechanism = words.length > 1 ? words[1] : "";
    String response = words.length > 2 ? words[2] : "";
    int needed = needed(mechanism, response);
    for (int challenges = 0; asks(challenges, needed); challenges++) {
      if (chance.percent(5)) {
        break;
      }
      voice.say("334 " + challenge(mechanism, response, challenges) + "\r\n");
      voice.flush();
      if (voice.isOver()) {
        return;
      }
      response = new String(peer.readLine(), ISO_8859_1).strip();
      if (response.equals("*")) {
        voice.say("501 5.7.0 cancelled\r\n");
        return;
      }
    }
    answer.accept(Ask.AUTH);
  }

  private boolean asks(int challenges, int needed) {
    return challenges < needed
        || (challenges < LAST_CHALLENGE && chance.percent(needed == 0 ? 2 : 10));
  }

  private static int needed(String mechanism, String initial) {
    return switch (mechanism) {
      case "LOGIN", "SCRAM-SHA-256" -> 2;
      case "CRAM-MD5" -> 1;
      default -> initial.isEmpty() ? 1 : 0;
    };
  }

  private String challenge(String mechanism, String response, int number) {
    if (chance.percent(15)) {
      return chance.pick("", "=", "====", "!", "\u00e9", "x".repeat(3_000), base64("r=,s=,i="));
    }
    if (mechanism.equals("SCRAM-SHA-256")) {
      return base64(number == 0 ? serverFirst(response) : serverFinal());
    }
    return switch (mechanism) {
      case "LOGIN" -> number == 0 ? "VXNlcm5hbWU6" : "UGFzc3dvcmQ6";
      case "CRAM-MD5" -> base64("<1896.697170952@mx.test>");
      default -> "";
    };
  }

  private String serverFirst(String response) {
    String first = decoded(response);
    int nonce = first.indexOf("r=");
    String repeated = nonce < 0 || chance.percent(10) ? "r=other" : first.substring(nonce);
    String iterations =
        chance.percent(70)
            ? "4096"
            : chance.pick("0", "-1", "1", "2147483647", "99999999999", "x", "");
    String message = repeated + "srv,s=" + base64("salt") + ",i=" + iterations;
    return chance.percent(80) ? message : chance.pick(Mutation.values()).of(message, chance);
  }

  private String serverFinal() {
    return chance.pick(
        "v=" + base64("proof"), "e=invalid-proof", "v=", "", "e=", "v=" + "A".repeat(2_000));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException none) {
      return "";
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
