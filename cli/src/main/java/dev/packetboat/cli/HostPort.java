package dev.packetboat.cli;

import java.util.OptionalInt;

/** {@code HOST}, {@code HOST:PORT}, {@code [::1]} or {@code [::1]:PORT}. */
record HostPort(String host, OptionalInt port) {

  static HostPort parse(String text) throws Refusal {
    boolean bracketed = text.startsWith("[");
    int hostEnd = bracketed ? text.indexOf(']') : text.indexOf(':');
    if (bracketed && hostEnd < 0) {
      throw unusable(text);
    }
    String host =
        bracketed ? text.substring(1, hostEnd) : hostEnd < 0 ? text : text.substring(0, hostEnd);
    String rest =
        bracketed ? text.substring(hostEnd + 1) : hostEnd < 0 ? "" : text.substring(hostEnd);
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
      throw unusable(text);
    }
    if (rest.isEmpty()) {
      return new HostPort(withoutDot(host), OptionalInt.empty());
    }
    if (!rest.matches(":[0-9]{1,5}")) {
      throw unusable(text);
    }
    int port = Integer.parseInt(rest.substring(1));
    if (port < 1 || port > 65535) {
      throw unusable(text);
    }
    return new HostPort(withoutDot(host), OptionalInt.of(port));
  }

  private static String withoutDot(String host) {
    return host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static Refusal unusable(String text) {
    return new Refusal(
        ExitStatus.USAGE,
        "\"" + text + "\" is not HOST or HOST:PORT (an IPv6 address stands in brackets)");
  }
}
