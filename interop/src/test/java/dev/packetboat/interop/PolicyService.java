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
import java.util.function.Function;

/** A policy service, which a Postfix asks whether to go on. */
final class PolicyService implements AutoCloseable {

  private final ServerSocket listener;
  private final Function<Map<String, String>, String> policy;

  private PolicyService(Function<Map<String, String>, String> policy) throws IOException {
    this.policy = policy;
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  /**
   * Starts it.
   *
   * @param policy gives Postfix's action for the attributes that it sends
   */
  static PolicyService start(Function<Map<String, String>, String> policy) {
    try {
      return new PolicyService(policy);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whoever writes to somebody of this domain for the first time is asked to come again. */
  static PolicyService greylist(String domain) {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return start(
        question -> {
          String recipient = question.getOrDefault("recipient", "");
          boolean isNew =
              recipient.endsWith("@" + domain)
                  && seen.add(question.get("sender") + " " + recipient);
          return isNew ? "DEFER_IF_PERMIT 4.2.0 Greylisted, come again" : "DUNNO";
        });
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
        String answer = "action=" + policy.apply(question) + "\n\n";
        asking.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        question.clear();
      }
    } catch (IOException gone) {
      return;
    }
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
