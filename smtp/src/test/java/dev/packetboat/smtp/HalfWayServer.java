package dev.packetboat.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server for one connection that gives the answers which it was told to give, leaves at one
 * place, and knows what it took. Messages bear a number in their sender, recipients and content,
 * see {@link HalfWayTest}.
 */
final class HalfWayServer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final Pattern NUMBER = Pattern.compile("<[a-z]*(\\d+)([a-z]?)@");

  /** How much of the conversation it takes part in. */
  record Leaving(int afterSaying, int afterHearing, int insteadOfReply) {

    private static final int NEVER = Integer.MAX_VALUE;

    static Leaving never() {
      return new Leaving(NEVER, NEVER, NEVER);
    }

    /** The line breaks when it has said so many octets. */
    static Leaving afterSaying(int octets) {
      return new Leaving(octets, NEVER, NEVER);
    }

    /** The line breaks when it has read so many octets. */
    static Leaving afterHearing(int octets) {
      return new Leaving(NEVER, octets, NEVER);
    }

    /** It says 421 instead of a reply, counted from 0, and hangs up. */
    static Leaving insteadOfReply(int number) {
      return new Leaving(NEVER, NEVER, number);
    }
  }

  /** What became of a message. */
  sealed interface Fate {
    /** It was taken, and the client was told so. */
    record Accepted(List<String> recipients) implements Fate {}

    /** It was not taken, and the client was told why. */
    record Refused(Reply reply) implements Fate {}

    /** The client wrote the end of it, and was not told whether it was taken. */
    record InDoubt() implements Fate {}

    /** Nothing could be taken. */
    record NotSent() implements Fate {}
  }

  /** A message as far as it came. */
  private static final class Mail {
    private final Map<String, Reply> recipients = new LinkedHashMap<>();
    private Optional<Reply> refusal = Optional.empty();
    private boolean taken;
    private boolean told;

    private List<String> accepted() {
      return recipients.entrySet().stream()
          .filter(one -> one.getValue().isPositive())
          .map(Map.Entry::getKey)
          .toList();
    }

    private void refuse(Reply reply) {
      refusal = refusal.or(() -> Optional.of(reply));
    }
  }

  /** The connection ends here. */
  private static final class Left extends IOException {
    private static final long serialVersionUID = 1;
  }

  private final List<String> offers;
  private final Map<String, String> answers;
  private final Leaving leaving;
  private final ServerSocket listener;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  // From here on of the thread that serves, until it is over.
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<String> story = new ArrayList<>();
  private final Map<Integer, Mail> mails = new HashMap<>();
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private int replies;
  private int current;
  private boolean open; // a transaction that can still be ended with success
  private boolean undefined; // RFC 3030 §2: a chunk failed, and only RSET helps
  private boolean tookLeave; // with what it said last

  /**
   * Begins to listen.
   *
   * @param offers the extensions
   * @param answers by what is asked and the number of the message, such as {@code MAIL 2}, {@code
   *     RCPT 2b}, {@code DATA 2} (the first chunk too), {@code END 2} and, behind it, {@code RSET
   *     2}
   */
  HalfWayServer(List<String> offers, Map<String, String> answers, Leaving leaving) {
    this.offers = offers;
    this.answers = answers;
    this.leaving = leaving;
    try {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      listener.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Waits for its end; what is asked of it is known afterwards. */
  @Override
  public void close() {
    over.join();
  }

  Fate fate(int number) {
    Mail mail = mails.getOrDefault(number, new Mail());
    if (mail.taken && mail.told) {
      return new Fate.Accepted(mail.accepted());
    }
    if (mail.taken) {
      return new Fate.InDoubt();
    }
    if (mail.refusal.isPresent()) {
      return new Fate.Refused(mail.refusal.get());
    }
    return isEndWritten(number) && !tookLeave ? new Fate.InDoubt() : new Fate.NotSent();
  }

  private boolean isEndWritten(int number) {
    String dot = offers.contains("CHUNKING") ? "" : ".\r\n";
    return heard.toString(US_ASCII).contains(HalfWayTest.end(number) + dot);
  }

  int octetsSaid() {
    return said.size();
  }

  int octetsHeard() {
    return heard.size();
  }

  int replies() {
    return replies;
  }

  @Override
  public String toString() {
    return String.join("\n", story);
  }

  private void serve() {
    try (listener;
        Socket accepted = listener.accept()) {
      socket = accepted;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
      converse();
      over.complete(null);
    } catch (IOException | RuntimeException | Error broken) {
      over.completeExceptionally(new AssertionError(this.toString(), broken));
    }
  }

  private void converse() throws IOException {
    try {
      say("220 mx.test");
      while (true) {
        handle(line());
      }
    } catch (Left end) {
      socket.shutdownOutput();
      hearTheRest();
    } catch (SocketException gone) {
      story.add("! the client went before it was told all"); // and it knows what became of all
    }
  }

  /** What the client wrote all the same, until it goes too: with a reset where it read no more. */
  private void hearTheRest() throws IOException {
    try {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        heard.write(octet);
      }
    } catch (SocketException reset) {
      story.add("! and the client has read no more");
    }
  }

  private void handle(String line) throws IOException {
    String verb = line.split(" ")[0];
    switch (verb) {
      case "EHLO" -> {
        List<String> lines = new ArrayList<>(List.of("mx.test"));
        lines.addAll(offers);
        String last = lines.removeLast();
        say(
            String.join("", lines.stream().map(one -> "250-" + one + "\r\n").toList())
                + "250 "
                + last);
      }
      case "MAIL" -> mail(line);
      case "RCPT" -> recipient(line);
      case "DATA" -> data();
      case "BDAT" -> chunk(line.split(" "));
      case "RSET" -> {
        Reply reply = say(answer("RSET", "250 flushed"));
        if (reply.isPositive()) {
          open = false;
          undefined = false;
        } else {
          tookLeave = true; // RFC 5321 §4.1.1.5: none may say so and go on
        }
      }
      case "QUIT" -> {
        say("221 bye");
        throw new Left();
      }
      default -> throw new IllegalStateException("the client said " + line);
    }
  }

  private Mail mail() {
    return mails.computeIfAbsent(current, key -> new Mail());
  }

  private String answer(String asked, String usual) {
    return answers.getOrDefault(asked + " " + current, usual);
  }

  private void mail(String line) throws IOException {
    Matcher number = NUMBER.matcher(line);
    if (open || undefined || !number.find()) {
      throw new IllegalStateException("no sender is due: " + line + "\n" + this);
    }
    current = Integer.parseInt(number.group(1));
    Reply reply = say(answer("MAIL", "250 ok"));
    open = reply.isPositive();
    if (!open) {
      mail().refuse(reply);
    }
  }

  private void recipient(String line) throws IOException {
    Matcher number = NUMBER.matcher(line);
    if (!number.find()) {
      throw new IllegalStateException("no recipient: " + line);
    }
    String asked = "RCPT " + number.group(1) + number.group(2);
    Reply reply = say(open ? answers.getOrDefault(asked, "250 ok") : "503 no sender");
    if (open) {
      mail().recipients.put(line.replaceAll(".*<|>.*", ""), reply);
      boolean last = number.group(2).equals(HalfWayTest.LAST);
      if (last && mail().accepted().isEmpty()) {
        mail().refuse(telling(mail().recipients.values().stream().toList()));
      }
    }
  }

  private static Reply telling(List<Reply> refusals) {
    return refusals.stream().filter(Reply::isTransient).findFirst().orElse(refusals.getFirst());
  }

  private boolean isForSomebody() {
    return open && !mail().accepted().isEmpty();
  }

  private void data() throws IOException {
    Reply reply = say(answer("DATA", isForSomebody() ? "354 go" : "503 nobody"));
    if (reply.code() == 354) {
      String line = "";
      while (!line.equals(".")) {
        line = line();
      }
      end(answer("END", usualEnd()));
      open = false;
    } else if (isForSomebody()) {
      mail().refuse(reply);
    }
  }

  private String usualEnd() {
    return isForSomebody() ? "250 taken " + current : "503 nothing";
  }

  private void chunk(String[] words) throws IOException {
    for (int left = Integer.parseInt(words[1]); left > 0; left--) {
      octet();
    }
    String start = answer("DATA", isForSomebody() ? "250 ok" : "503 nobody");
    start = start.startsWith("354") ? "250 ok" : start;
    if (words.length > 2) {
      undefined = !end(start.startsWith("250") ? answer("END", usualEnd()) : start).isPositive();
      open = false;
      return;
    }
    Reply reply = say(start);
    if (!reply.isPositive()) {
      mail().refuse(reply);
      open = false;
      undefined = true;
    }
  }

  private Reply end(String answer) throws IOException {
    boolean takes = isForSomebody() && answer.startsWith("250") && !isFarewellDue();
    mail().taken = takes;
    Reply reply = say(answer);
    mail().told = takes;
    if (!takes) {
      mail().refuse(reply);
    }
    return reply;
  }

  private boolean isFarewellDue() {
    return replies == leaving.insteadOfReply();
  }

  /** Returns what was said, once all of it is. */
  private Reply say(String answer) throws IOException {
    boolean due = isFarewellDue();
    String words = due ? "421 closing" : answer;
    replies++;
    story.add("S: " + words);
    byte[] octets = (words + "\r\n").getBytes(US_ASCII);
    int length = Math.min(octets.length, leaving.afterSaying() - said.size());
    said.write(octets, 0, length);
    socket.getOutputStream().write(octets, 0, length);
    boolean all = length == octets.length;
    tookLeave = all ? words.startsWith("421") : tookLeave;
    if (!all || due) {
      story.add("! of which " + length + " octets, and left");
      throw new Left();
    }
    String last = words.substring(words.lastIndexOf('\n') + 1);
    return Reply.of(Integer.parseInt(last.substring(0, 3)), last.substring(4));
  }

  private int octet() throws IOException {
    if (heard.size() == leaving.afterHearing()) {
      story.add("! left");
      throw new Left();
    }
    int octet = in.read();
    if (octet < 0) {
      story.add("! the client is gone");
      throw new Left();
    }
    heard.write(octet);
    return octet;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
      line.append((char) octet());
    }
    story.add("C: " + line.toString().strip());
    return line.toString().strip();
  }
}
