package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The server's side of one connection. It understands all that a client may write, pipelined or
 * not: envelopes, RSET anywhere, content by DATA and by BDAT, authentication; and with LHLO it
 * answers the end of content for each recipient.
 */
final class Talk {

  private static final int LONGEST_CHUNK = 50_000_000;

  private final Peer peer;
  private final Manners manners;
  private final Chance chance;
  private final Voice voice;
  private final Authenticator authenticator;
  private final Security security;
  private final boolean knowsChunks;
  private boolean lmtp;
  private boolean transaction;
  private int recipients;
  private boolean encrypted;

  Talk(Peer peer, Manners manners, Chance chance, Voice voice, Security security) {
    this.peer = peer;
    this.manners = manners;
    this.chance = chance;
    this.voice = voice;
    this.security = security;
    this.knowsChunks = chance.percent(90); // whatever it offers
    this.authenticator = new Authenticator(peer, chance);
  }

  /** Talks until one of both hangs up. */
  void run() {
    answer(Ask.GREETING);
    while (!voice.isOver()) {
      if (!peer.hasLineAhead()) {
        voice.flush();
      }
      byte[] line = peer.readLine();
      if (line.length == 0) {
        voice.close();
      } else {
        handle(new String(line, ISO_8859_1).strip());
      }
    }
  }

  private void handle(String line) {
    String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO", "LHLO", "HELO" -> hello(verb);
      case "MAIL" -> transaction = answer(Ask.MAIL);
      case "RCPT" -> recipient();
      case "DATA" -> data();
      case "BDAT" -> chunk(line.split(" "));
      case "RSET" -> {
        forget();
        answer(Ask.RSET);
      }
      case "NOOP" -> answer(Ask.NOOP);
      case "VRFY" -> answer(Ask.VRFY);
      case "HELP" -> answer(Ask.HELP);
      case "AUTH" -> authenticator.run(line, this::answer, voice);
      case "STARTTLS" -> startTls();
      case "QUIT" -> quit();
      default -> voice.say("500 5.5.2 what\r\n");
    }
  }

  private void forget() {
    transaction = false;
    recipients = 0;
  }

  /** Whether the answer was meant as yes. */
  private boolean answer(Ask ask) {
    int refusals =
        ask == Ask.GREETING || ask == Ask.HELLO ? manners.refusals() / 5 : manners.refusals();
    boolean positive = ask == Ask.RSET || !chance.percent(refusals);
    voice.say(Grammar.reply(Grammar.code(ask, positive, chance), chance));
    return positive;
  }

  private void hello(String verb) {
    lmtp = verb.equals("LHLO");
    forget();
    if (verb.equals("HELO") || chance.percent(manners.refusals() / 5.0)) {
      answer(Ask.HELLO);
      return;
    }
    List<String> lines =
        new ArrayList<>(List.of(chance.pick("mx.test", "mx.test at your service", "")));
    lines.addAll(manners.offers());
    if (encrypted) {
      lines.remove("STARTTLS");
    }
    voice.say(Grammar.reply(250, lines));
  }

  private void recipient() {
    if (!transaction) {
      voice.say("503 5.5.1 MAIL first\r\n");
    } else if (answer(Ask.RCPT)) {
      recipients++;
    }
  }

  private void data() {
    if (!transaction || (recipients == 0 && chance.percent(60))) {
      voice.say(chance.pick("503 5.5.1 RCPT first\r\n", "554 5.5.1 no valid recipients\r\n"));
      return;
    }
    if (!answer(Ask.DATA)) {
      return;
    }
    if (chance.percent(manners.oddities() / 4.0)) { // before anything of the content has come
      answer(Ask.CONTENT_END);
    }
    voice.flush();
    if (!voice.isOver() && readContent()) {
      answerEnd(recipients);
      forget();
    }
  }

  /** Whether it came to its end. */
  private boolean readContent() {
    int interruption = chance.percent(manners.oddities()) ? chance.below(3_000) : -1;
    StringBuilder line = new StringBuilder();
    for (int octets = 0; !voice.isOver(); octets++) {
      if (octets == interruption) {
        answer(Ask.CONTENT_END);
        voice.flush();
      }
      int octet = peer.read();
      if (octet < 0) {
        voice.close();
        return false;
      }
      line.append((char) octet);
      if (octet == '\n' && line.length() > 1 && line.charAt(line.length() - 2) == '\r') {
        if (line.toString().equals(".\r\n")) {
          return true;
        }
        line.setLength(0);
      }
    }
    return false;
  }

  private void answerEnd(int times) {
    for (int i = 0; i < (lmtp ? times : 1); i++) {
      answer(Ask.CONTENT_END);
    }
  }

  private void chunk(String[] words) {
    if (!knowsChunks) {
      voice.say("502 5.5.1 what\r\n");
      return;
    }
    boolean last = words.length > 2;
    int size = words.length > 1 && words[1].matches("[0-9]{1,8}") ? Integer.parseInt(words[1]) : 0;
    for (int i = 0; i < Math.min(size, LONGEST_CHUNK); i++) {
      if (peer.read() < 0) {
        voice.close();
        return;
      }
    }
    if (!transaction || recipients == 0) {
      voice.say("503 5.5.1 RCPT first\r\n");
      forget();
    } else if (last) {
      answerEnd(recipients);
      forget();
    } else if (!answer(Ask.CHUNK)) {
      forget();
    }
  }

  private void startTls() {
    if (encrypted || !answer(Ask.STARTTLS)) {
      return;
    }
    int way = manners.areGood() ? 100 : chance.below(100);
    if (way < 40) {
      voice.add(chance.pick("250 injected\r\n", "250-mx.test\r\n250 AUTH PLAIN\r\n", "\0", "x"));
      voice.stopTalking();
      return;
    }
    voice.flush();
    if (voice.isOver()) {
      return;
    }
    if (way < 60) {
      peer.read();
      voice.add(
          chance.pick("250 what\r\n", "\u0015\u0003\u0003\0\u0002\u0002(", "\u0016\u0003\u0003"));
      voice.stopTalking();
    } else if (way < 80) {
      voice.close();
    } else {
      forget();
      encrypted = security.encrypt(peer);
      if (!encrypted) {
        voice.close();
      }
    }
  }

  private void quit() {
    answer(Ask.QUIT);
    voice.close();
  }
}
