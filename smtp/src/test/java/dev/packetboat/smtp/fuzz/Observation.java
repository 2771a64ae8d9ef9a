package dev.packetboat.smtp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody sees who reads both directions of a connection afterwards: each reply belongs to
 * the command, or to the end of content, that has its place in the order.
 */
final class Observation {

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:EHLO|HELO|LHLO) [^ ]+|MAIL FROM:<[^>]*>(?: .+)?|RCPT TO:<[^>]+>(?: .+)?|DATA|RSET|NOOP(?: .*)?"
              + "|BDAT [0-9]+(?: LAST)?|VRFY .+|HELP .+|QUIT|STARTTLS|AUTH [A-Z0-9-]+(?: [A-Za-z0-9+/=]+)?");
  private static final Pattern RESPONSE = Pattern.compile("[A-Za-z0-9+/]*={0,2}|\\*");
  private static final Pattern PATH = Pattern.compile("<([^>]*)>.*");

  final List<Exchanged> exchanges = new ArrayList<>();
  final List<Transfer> transfers = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();

  private final Tape tape;
  private final List<Said> said;
  private final String heard;
  private int next; // reply
  private int at; // octet of what was heard
  private boolean lmtp;
  private boolean encrypted;
  private boolean pipelining;
  private Optional<Transfer> transfer = Optional.empty();

  /**
   * Reads a tape.
   *
   * @param greets whether the first reply is the greeting, as on a connection that begins in clear
   */
  Observation(Tape tape, boolean greets) {
    this.tape = tape;
    this.said = Said.all(tape);
    this.heard = new String(tape.heard(), ISO_8859_1);
    this.next = greets ? 1 : 0;
    while (at < heard.length() && !encrypted) {
      command();
    }
  }

  private void command() {
    int end = heard.indexOf("\r\n", at);
    if (end < 0) {
      at = heard.length(); // cut short
      return;
    }
    String line = heard.substring(at, end);
    at = end + 2;
    String verb = line.split(" ", 2)[0];
    // A server that does not know BDAT takes what follows for a command: that line has to end.
    boolean endsRefusedChunk = line.isEmpty() && isRefusedChunk();
    if (!endsRefusedChunk && !COMMAND.matcher(line).matches()) {
      complaints.add("the client wrote what is no command: " + shortened(line));
    }
    Exchanged exchange = answered(line, waits(verb));
    switch (verb) {
      case "EHLO", "LHLO", "HELO" -> hello(verb, exchange);
      case "MAIL" -> begin(exchange);
      case "RCPT" -> transfer.ifPresent(open -> open.recipients.put(path(line), exchange));
      case "RSET" -> transfer = Optional.empty();
      case "DATA" -> data(exchange);
      case "BDAT" -> chunk(line, exchange);
      case "AUTH" -> authentication(exchange);
      case "STARTTLS" -> startTls(exchange);
      default -> {}
    }
  }

  private boolean isRefusedChunk() {
    return !exchanges.isEmpty()
        && exchanges.getLast().line().startsWith("BDAT")
        && exchanges.getLast().isNegative();
  }

  private Exchanged answered(String line, boolean waits) {
    Optional<Said> before = next == 0 ? Optional.empty() : reply(next - 1);
    Exchanged exchange = new Exchanged(line, waits, reply(next), before);
    next++;
    exchanges.add(exchange);
    if (waits && before.isEmpty() && next > 1) {
      complaints.add("the client did not wait for an answer before " + shortened(line));
    }
    return exchange;
  }

  private Optional<Said> reply(int number) {
    return number < said.size() ? Optional.of(said.get(number)) : Optional.empty();
  }

  // Commands of a transaction may share a group with others where the server takes that.
  private boolean waits(String verb) {
    return switch (verb) {
      case "MAIL", "RCPT", "DATA", "RSET", "BDAT" -> !pipelining;
      default -> true;
    };
  }

  private void hello(String verb, Exchanged exchange) {
    lmtp = verb.equals("LHLO");
    transfer = Optional.empty();
    pipelining =
        !verb.equals("HELO")
            && exchange.isPositive()
            && exchange.reply().orElseThrow().lines().stream()
                .skip(1)
                .anyMatch(line -> line.strip().split("[ \t]")[0].equalsIgnoreCase("PIPELINING"));
  }

  private void begin(Exchanged mail) {
    Transfer begun = new Transfer(mail, lmtp);
    transfers.add(begun);
    transfer = Optional.of(begun);
  }

  private static String path(String line) {
    Matcher path = PATH.matcher(line);
    return path.find() ? new String(path.group(1).getBytes(ISO_8859_1), UTF_8) : line;
  }

  private void data(Exchanged exchange) {
    if (!exchange.isCode(354)) {
      return;
    }
    Transfer into = transfer.orElseGet(() -> new Transfer(exchange, lmtp));
    transfer = Optional.empty();
    into.contentBegun = true;
    while (at < heard.length()) {
      int end = heard.indexOf("\r\n", at);
      String line = heard.substring(at, end < 0 ? heard.length() : end + 2);
      at += line.length();
      if (line.equals(".\r\n")) {
        end(into);
        return;
      }
      into.content.writeBytes(line.substring(line.startsWith(".") ? 1 : 0).getBytes(ISO_8859_1));
    }
  }

  private void end(Transfer ended) {
    ended.contentEnded = true;
    int replies = lmtp ? ended.acceptedRecipients().size() : 1;
    for (int i = 0; i < replies; i++) {
      ended.ends.add(answered(".", i == 0));
    }
  }

  private void chunk(String line, Exchanged exchange) {
    String[] words = line.split(" ");
    Transfer into = transfer.orElseGet(() -> new Transfer(exchange, lmtp));
    int size = Integer.parseInt(words[1]);
    boolean whole = size <= heard.length() - at;
    String octets = heard.substring(at, whole ? at + size : heard.length());
    at += octets.length();
    into.contentBegun = true;
    into.content.writeBytes(octets.getBytes(ISO_8859_1));
    if (words.length < 3) {
      into.chunks.add(exchange);
      return;
    }
    transfer = Optional.empty();
    into.contentEnded = whole;
    into.ends.add(exchange);
    int further = lmtp ? into.acceptedRecipients().size() - 1 : 0;
    for (int i = 0; i < further; i++) {
      into.ends.add(answered("BDAT LAST", false));
    }
  }

  private void authentication(Exchanged command) {
    Exchanged exchange = command;
    while (exchange.isCode(334)) {
      int end = heard.indexOf("\r\n", at);
      if (end < 0) {
        at = heard.length();
        return;
      }
      String response = heard.substring(at, end);
      at = end + 2;
      if (!RESPONSE.matcher(response).matches()) {
        complaints.add("the client wrote what is no response: " + shortened(response));
      }
      exchange = answered(response, true);
    }
  }

  private void startTls(Exchanged exchange) {
    if (!exchange.isCode(220)) {
      return;
    }
    encrypted = true;
    Said reply = exchange.said().orElseThrow();
    boolean injected = tape.endOf(reply.write()) > reply.end();
    if (injected && at < heard.length()) {
      complaints.add("the client went on after clear text behind the reply to STARTTLS");
    }
  }

  private static String shortened(String line) {
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
