package dev.packetboat.bench.packetboat;

import dev.packetboat.bench.load.Arguments;
import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.JsonLine;
import dev.packetboat.bench.load.Letter;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Envelope;
import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.TlsMode;
import java.util.ArrayList;
import java.util.List;

/** How much heap a session takes that has sent a letter and waits for the next. */
public final class IdleSessions {

  private static final int COLLECTIONS = 4;

  private IdleSessions() {}

  /** {@code --port N [--sessions N]}. */
  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.of(words);
    int count = arguments.whole("sessions", 1000);
    SmtpClient client =
        SmtpClient.relay("127.0.0.1")
            .port(arguments.whole("port", 2525))
            .localName("bench.test")
            .tls(TlsMode.NONE)
            .build();
    List<SmtpSession> sessions = new ArrayList<>(count + 1);
    // The first one pays for what all of them share.
    sessions.add(used(client));
    long before = usedHeap();
    for (int i = 0; i < count; i++) {
      sessions.add(used(client));
    }
    long after = usedHeap();
    System.out.println(
        new JsonLine()
            .put("version", Driver.versionOf(SmtpSession.class))
            .put("sessions", count)
            .put("octetsOfHeap", (after - before) / count)
            .put("sentInAll", sessions.size()));
    for (SmtpSession session : sessions) {
      session.close();
    }
    System.exit(0);
  }

  private static SmtpSession used(SmtpClient client) throws Exception {
    SmtpSession session = client.connect();
    session.send(
        Envelope.from(Letter.SENDER).to(Letter.recipient(0)), Content.of(Letter.of(4096).octets()));
    return session;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
