package dev.packetboat.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A policy service that Postfix asks for each recipient. Whoever writes to somebody of its domain
 * for the first time is asked to come again.
 */
final class Greylist implements AutoCloseable {

  private final ServerSocket listener;
  private final String domain;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private Greylist(String domain) throws IOException {
    this.domain = domain;
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  static Greylist start(String domain) {
    try {
      return new Greylist(domain);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** As Postfix names it among its restrictions. */
  String restriction() {
    return "check_policy_service inet:127.0.0.1:" + listener.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        Socket asking = listener.accept();
        Thread.ofVirtual().start(() -> answer(asking));
      }
    } catch (IOException closed) {
      return;
    }
  }

  // Questions are lines of name=value and end with an empty one, and so do answers.
  private void answer(Socket asking) {
    try (asking;
        var in =
            new BufferedReader(
                new InputStreamReader(asking.getInputStream(), StandardCharsets.UTF_8))) {
      Map<String, String> question = new HashMap<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isEmpty()) {
          question.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", ""));
          continue;
        }
        String answer = "action=" + action(question) + "\n\n";
        asking.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        question.clear();
      }
    } catch (IOException gone) {
      return;
    }
  }

  private String action(Map<String, String> question) {
    String recipient = question.getOrDefault("recipient", "");
    boolean isNew =
        recipient.endsWith("@" + domain) && seen.add(question.get("sender") + " " + recipient);
    return isNew ? "DEFER_IF_PERMIT 4.2.0 Greylisted, come again" : "DUNNO";
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
