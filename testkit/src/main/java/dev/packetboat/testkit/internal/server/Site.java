package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.Moment;
import java.time.Duration;
import javax.net.ssl.SSLSession;

/** What the sessions of one server share. Safe for use by several threads. */
public interface Site {

  /** Who says a line. */
  enum Speaker {
    CLIENT,
    SERVER
  }

  Settings settings();

  /** What the rules say about this moment and what it is about. */
  Judgement judge(Moment moment, String subject);

  /** Takes a message, and gives it a name. */
  String take(Delivery delivery);

  /** A line of the client or of the server, without its end; secrets are left out. */
  void said(int connection, Speaker speaker, String line);

  void secured(int connection, SSLSession session);

  void authenticated(int connection, String user);

  /** Waits, unless the server is being closed. */
  void pause(Duration time) throws InterruptedException;

  /** Waits until the server is being closed. */
  void awaitClosing() throws InterruptedException;
}
