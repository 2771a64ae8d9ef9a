package dev.packetboat.cli.sandbox;

import java.util.List;

/**
 * Where the sandbox is, and how to send to it.
 *
 * @param nameServer address and port
 * @param port of all mail hosts
 * @param relay address and port of the host that takes mail for everybody
 * @param page where the page is
 */
public record Directions(String nameServer, int port, String relay, String page) {

  /** What to type, and what it shows. */
  public record Line(String purpose, String command) {}

  /** What to type first. */
  public List<Line> lines() {
    return List.of(
        new Line(
            "Straight to the recipients' own servers",
            "echo Hello | packetboat send --direct "
                + world()
                + " --from joe@example.test --to ann@bigcorp.test --to nobody@bigcorp.test"
                + " --to tom@tiny.test --to eve@nomail.test --subject Hello"),
        new Line(
            "Through a relay",
            "echo Hello | packetboat send --relay "
                + relay
                + " --from joe@example.test --to ann@anywhere.test --subject Hello"),
        new Line(
            "Who takes mail for a domain", "packetboat mx --dns " + nameServer + " bigcorp.test"));
  }

  /** The options that lead into this world. */
  String world() {
    return "--dns " + nameServer + " --port " + port;
  }
}
