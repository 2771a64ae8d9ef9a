package dev.packetboat.smtp;

/**
 * Is told what happens in a session, in order. Called on the thread that does the work, never under
 * a lock; it must not block for long, and what it throws is logged and does no harm. Attempts to
 * connect to several addresses at once are told from several threads.
 */
@FunctionalInterface
public interface SmtpListener {

  void onEvent(SmtpEvent event);
}
