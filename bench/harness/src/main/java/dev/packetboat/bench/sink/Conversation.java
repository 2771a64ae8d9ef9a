package dev.packetboat.bench.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/** The server's side of one connection: as little as it takes to be right. For one thread. */
final class Conversation {

  private enum Reading {
    COMMAND,
    DATA,
    CHUNK
  }

  private static final byte[] OK = ascii("250 2.0.0 Ok\r\n");
  private static final byte[] SENDER_OK = ascii("250 2.1.0 Ok\r\n");
  private static final byte[] RECIPIENT_OK = ascii("250 2.1.5 Ok\r\n");
  private static final byte[] QUEUED = ascii("250 2.0.0 Ok: queued\r\n");
  private static final byte[] GO_ON = ascii("354 End data with <CR><LF>.<CR><LF>\r\n");
  private static final byte[] OUT_OF_ORDER = ascii("503 5.5.1 Bad sequence of commands\r\n");
  private static final int LONGEST_LINE = 2048;
  private static final int END_LENGTH = 3;

  private final Offer offer;
  private final Tally tally;
  private final Replies replies;
  private final ContentEnd contentEnd = new ContentEnd();
  private final byte[] line = new byte[LONGEST_LINE];
  private int lineLength;
  private Reading reading = Reading.COMMAND;
  private boolean encrypted;
  private boolean hasSender;
  private int recipients;
  private long octets;
  private long chunkLeft;
  private boolean lastChunk;

  Conversation(Offer offer, Tally tally, Replies replies) {
    this.offer = offer;
    this.tally = tally;
    this.replies = replies;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  void greet() {
    tally.connection();
    replies.add("220 sink.bench.test ESMTP\r\n");
  }

  /** From here on what comes was encrypted. */
  void encrypted() {
    encrypted = true;
    endTransaction();
  }

  /** Takes octets as they come, up to a STARTTLS. */
  void take(byte[] input, int from, int to) {
    int at = from;
    while (at < to && !replies.isTlsAsked() && !replies.isEnded()) {
      at =
          switch (reading) {
            case COMMAND -> takeCommand(input, at, to);
            case DATA -> takeData(input, at, to);
            case CHUNK -> takeChunk(at, to);
          };
    }
  }

  private int takeCommand(byte[] input, int from, int to) {
    int at = from;
    while (at < to && input[at] != '\n') {
      at++;
    }
    int length = Math.min(at - from, LONGEST_LINE - lineLength);
    System.arraycopy(input, from, line, lineLength, length);
    lineLength += length;
    if (at == to) {
      return at;
    }
    command();
    lineLength = 0;
    return at + 1;
  }

  private void command() {
    switch (verb()) {
      case "MAIL" -> mail();
      case "RCPT" -> recipient();
      case "DATA" -> data();
      case "BDAT" -> chunk();
      case "RSET" -> {
        endTransaction();
        replies.add(OK);
      }
      case "NOOP" -> replies.add(OK);
      case "EHLO" -> replies.add(offer.ehloReply(encrypted));
      case "HELO" -> replies.add("250 sink.bench.test\r\n");
      case "STAR" -> startTls();
      case "QUIT" -> {
        replies.add("221 2.0.0 Bye\r\n");
        replies.end();
      }
      default -> refuse(ascii("502 5.5.2 Command not recognized\r\n"));
    }
  }

  private String verb() {
    return new String(line, 0, Math.min(4, lineLength), US_ASCII).toUpperCase(Locale.ROOT);
  }

  private void mail() {
    if (hasSender) {
      refuse(OUT_OF_ORDER);
    } else {
      hasSender = true;
      replies.add(SENDER_OK);
    }
  }

  private void recipient() {
    if (hasSender) {
      recipients++;
      replies.add(RECIPIENT_OK);
    } else {
      refuse(OUT_OF_ORDER);
    }
  }

  private void data() {
    if (recipients == 0) {
      refuse(OUT_OF_ORDER);
    } else {
      reading = Reading.DATA;
      contentEnd.begin();
      replies.add(GO_ON);
    }
  }

  private void chunk() {
    String[] words = new String(line, 0, lineLength, US_ASCII).strip().split(" ");
    chunkLeft = Long.parseLong(words[1]);
    lastChunk = words.length > 2;
    reading = Reading.CHUNK;
    if (chunkLeft == 0) {
      endChunk();
    }
  }

  private void startTls() {
    if (offer.tls().isPresent() && !encrypted) {
      replies.add("220 2.0.0 Ready to start TLS\r\n");
      replies.startTls();
    } else {
      refuse(OUT_OF_ORDER);
    }
  }

  private int takeData(byte[] input, int from, int to) {
    int end = contentEnd.find(input, from, to);
    if (end < 0) {
      octets += to - from;
      return to;
    }
    octets += end - from;
    accept(octets - END_LENGTH);
    return end;
  }

  private int takeChunk(int from, int to) {
    int taken = (int) Math.min(chunkLeft, to - from);
    chunkLeft -= taken;
    octets += taken;
    if (chunkLeft == 0) {
      endChunk();
    }
    return from + taken;
  }

  private void endChunk() {
    reading = Reading.COMMAND;
    if (recipients == 0) {
      endTransaction();
      refuse(OUT_OF_ORDER);
    } else if (lastChunk) {
      accept(octets);
    } else {
      replies.add(OK);
    }
  }

  private void accept(long contentOctets) {
    tally.message(recipients, contentOctets);
    endTransaction();
    replies.add(QUEUED);
  }

  private void endTransaction() {
    reading = Reading.COMMAND;
    hasSender = false;
    recipients = 0;
    octets = 0;
  }

  private void refuse(byte[] reply) {
    tally.fault();
    replies.add(reply);
  }
}
