package dev.packetboat.bench.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Postfix's smtp-sink. */
final class PostfixSink implements SinkProcess {

  private static final String BACKLOG = "1024";
  private static final long PAUSE = 20_000_000;
  private static final int TRIES = 250;

  private final Process process;
  private final int port;

  PostfixSink() throws IOException {
    port = freePort();
    List<String> command = new ArrayList<>(List.of("smtp-sink"));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.addAll(List.of("127.0.0.1:" + port, BACKLOG));
    process =
        new ProcessBuilder(Processors.ofSink(command))
            .redirectError(Redirect.INHERIT)
            .redirectOutput(Redirect.DISCARD)
            .start();
    for (int i = 0; !answers(); i++) {
      if (i == TRIES || !process.isAlive()) {
        throw new IOException("smtp-sink does not answer");
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public OptionalInt fastPort() {
    return OptionalInt.empty();
  }

  @Override
  public JsonNode count() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
