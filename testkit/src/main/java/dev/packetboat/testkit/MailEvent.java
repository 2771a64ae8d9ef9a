package dev.packetboat.testkit;

import java.net.SocketAddress;
import javax.net.ssl.SSLSession;

/** Something that happened at a {@link MailServer}. */
public sealed interface MailEvent {

  /** The number of the connection, counted from 1. */
  int connection();

  /** A client has connected. */
  record Connected(int connection, SocketAddress client) implements MailEvent {}

  /**
   * The client said a line, or a content of which the line tells the size; secrets are left out.
   */
  record ClientSaid(int connection, String line) implements MailEvent {}

  /** The server said a line, which may not have been sent yet. */
  record ServerSaid(int connection, String line) implements MailEvent {}

  /** A handshake has succeeded. */
  record Secured(int connection, SSLSession session) implements MailEvent {}

  /** The client has logged in. */
  record Authenticated(int connection, String user) implements MailEvent {}

  /** A message was taken; the reply that says so follows. */
  record Received(int connection, ReceivedMessage message) implements MailEvent {}

  /** The connection has ended. */
  record Disconnected(int connection) implements MailEvent {}
}
