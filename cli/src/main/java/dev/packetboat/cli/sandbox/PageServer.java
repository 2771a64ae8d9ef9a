package dev.packetboat.cli.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The page of an inbox, served on the loopback address and to nobody else. */
public final class PageServer implements AutoCloseable {

  private static final int REQUESTS_AT_ONCE = 200;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(REQUESTS_AT_ONCE);

  private PageServer(HttpServer server) {
    this.server = server;
  }

  /**
   * A server that answers nobody yet, but has its port.
   *
   * @param port 0 takes a free one
   */
  public static PageServer at(int port) throws IOException {
    // The JDK's server waits for ever for those who are slow, unless it is told before its first.
    System.setProperty("sun.net.httpserver.maxReqTime", "20");
    System.setProperty("sun.net.httpserver.maxRspTime", "120");
    InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    return new PageServer(HttpServer.create(new InetSocketAddress(loopback, port), 0));
  }

  /** Begins to answer. */
  public void start(Inbox inbox, Pages pages) {
    Routes routes = new Routes(inbox, pages);
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, routes));
    server.start();
  }

  /** Where the page is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void serve(HttpExchange exchange, Routes routes) throws IOException {
    try (exchange) {
      if (places.tryAcquire()) {
        try {
          write(exchange, answer(exchange, routes));
        } finally {
          places.release();
        }
      } else {
        write(exchange, Answer.text(503, "Too many requests at once."));
      }
    }
  }

  private static Answer answer(HttpExchange exchange, Routes routes) {
    String method = exchange.getRequestMethod();
    boolean reads = method.equals("GET") || method.equals("HEAD");
    Optional<Answer> refusal =
        Guard.refusal(
            header(exchange, "Host"),
            header(exchange, "Origin"),
            header(exchange, "Sec-Fetch-Site"),
            reads && header(exchange, "Sec-Fetch-Mode").filter("navigate"::equals).isPresent());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    try {
      return reads
          ? routes.get(exchange.getRequestURI())
          : method.equals("DELETE")
              ? routes.delete(exchange.getRequestURI())
              : Answer.text(405, "GET and DELETE only.").with("Allow", "GET, HEAD, DELETE");
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Answer.text(503, "The sandbox ends.");
    }
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    answer.headers().forEach(headers::set);
    boolean hasBody = answer.body().length > 0 && !exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), hasBody ? answer.body().length : -1);
    if (hasBody) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
