package dev.packetboat.cli.sandbox;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request over a socket of its own, with whatever headers, and what was answered. */
record Http(int status, String head, String body) {

  private static final int PATIENCE = 30_000; // milliseconds

  static Http get(String url, String... headers) throws IOException {
    return request("GET", url, headers);
  }

  /** A request; a header that is given takes the place of the usual one. */
  static Http request(String method, String url, String... headers) throws IOException {
    URI at = URI.create(url);
    String target =
        at.getRawPath() + Optional.ofNullable(at.getRawQuery()).map("?"::concat).orElse("");
    String given = String.join("\r\n", headers);
    String host = given.startsWith("Host:") ? "" : "Host: " + at.getAuthority() + "\r\n";
    String asked =
        method
            + " "
            + target
            + " HTTP/1.1\r\n"
            + host
            + "Connection: close\r\n"
            + given
            + (given.isEmpty() ? "" : "\r\n")
            + "\r\n";
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write(asked.getBytes(StandardCharsets.ISO_8859_1));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      String head = all.substring(0, end);
      return new Http(Integer.parseInt(head.substring(9, 12)), head, all.substring(end + 4));
    }
  }

  /** The value of a header. */
  String header(String name) {
    Matcher line =
        Pattern.compile("^" + name + ": (.*)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE)
            .matcher(head.replace("\r", ""));
    return line.find() ? line.group(1) : "";
  }
}
