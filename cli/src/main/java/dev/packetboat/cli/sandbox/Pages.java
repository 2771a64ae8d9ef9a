package dev.packetboat.cli.sandbox;

import dev.packetboat.testkit.ReceivedMessage;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pages that people read. Safe for use by several threads. */
public final class Pages {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private static final Pattern SAID = Pattern.compile("^(\\S+ #\\d+) (.*)$", Pattern.MULTILINE);

  private final Directions directions;
  private final List<BuiltInWorld.Place> places;
  private final Supplier<String> transcript;

  /** Pages about a world, which can be asked for its transcript. */
  public Pages(
      Directions directions, List<BuiltInWorld.Place> places, Supplier<String> transcript) {
    this.directions = directions;
    this.places = List.copyOf(places);
    this.transcript = transcript;
  }

  /** All messages that are kept. */
  String list(List<Arrival> arrivals, int taken) {
    if (arrivals.isEmpty()) {
      String welcome =
          Template.of("empty.html")
              .html("commands", commands())
              .text("taken", Integer.toString(taken))
              .fill();
      return layout("Nothing yet", "list", welcome);
    }
    List<Arrival> newestFirst = new ArrayList<>(arrivals);
    Collections.reverse(newestFirst);
    String rows = newestFirst.stream().map(Pages::row).collect(Collectors.joining());
    String list =
        Template.of("list.html")
            .html("rows", rows)
            .text("count", count(arrivals.size(), taken))
            .text("taken", Integer.toString(taken))
            .fill();
    return layout(arrivals.size() + " received", "list", list);
  }

  private static String count(int kept, int taken) {
    return kept == taken ? kept + " received" : "the last " + kept + " of " + taken + " received";
  }

  private static String row(Arrival arrival) {
    ReceivedMessage message = arrival.message();
    return Template.of("row.html")
        .text("link", Links.page(arrival))
        .text("subject", arrival.subject())
        .text("sender", message.sender().isEmpty() ? "<>" : message.sender())
        .text("recipients", Pieces.recipients(message.recipients()))
        .text("host", message.takenBy())
        .text("tls", arrival.tls().orElse("no TLS"))
        .text("secured", message.tls().isPresent() ? "secure" : "clear")
        .text("time", CLOCK.format(arrival.at()))
        .text("at", arrival.at().toString())
        .fill();
  }

  /**
   * One message.
   *
   * @param asked which side of it; none for the one that says most
   * @param copies of the same message that other hosts took
   */
  String message(Arrival arrival, MessageParts parts, Optional<Tab> asked, List<Arrival> copies) {
    return layout(arrival.subject(), "", MessagePage.of(arrival, parts, asked, copies));
  }

  /** The domains, and how to send to them. */
  String world() {
    String rows =
        places.stream()
            .map(
                place ->
                    Template.inline("<tr><th scope=\"row\">${domain}</th><td>${habit}</td></tr>")
                        .text("domain", place.domain())
                        .text("habit", place.habit())
                        .fill())
            .collect(Collectors.joining());
    String page =
        Template.of("world.html")
            .html("places", rows)
            .html("commands", commands())
            .text("relay", directions.relay())
            .text("user", BuiltInWorld.USER)
            .text("password", BuiltInWorld.PASSWORD)
            .text("page", directions.page())
            .text("kept", Integer.toString(Inbox.MESSAGES_KEPT))
            .text("octets", Pieces.size(Inbox.OCTETS_KEPT))
            .fill();
    return layout("The world", "world", page);
  }

  /** What was said at all hosts: connection by connection, the latest first. */
  String transcript() {
    String lines = transcript.get();
    String latest = lines.substring(Math.max(0, lines.length() - Pieces.LONGEST_SHOWN));
    SequencedMap<String, List<String>> connections = new LinkedHashMap<>();
    for (Matcher line = SAID.matcher(latest); line.find(); ) {
      connections.computeIfAbsent(line.group(1), any -> new ArrayList<>()).add(line.group(2));
    }
    String talks =
        connections.sequencedEntrySet().reversed().stream()
            .map(
                connection ->
                    Template.of("connection.html")
                        .text("name", connection.getKey())
                        .html("talk", Pieces.conversation(String.join("\n", connection.getValue())))
                        .fill())
            .collect(Collectors.joining());
    String page =
        Template.of("transcript.html")
            .html("talks", talks.isEmpty() ? Pieces.note("Nobody has said anything yet.") : talks)
            .fill();
    return layout("Transcript", "transcript", page);
  }

  String notHere() {
    return layout("Not here", "", Template.of("nothere.html").fill());
  }

  private String commands() {
    return directions.lines().stream()
        .map(
            line ->
                Template.of("command.html")
                    .text("purpose", line.purpose())
                    .text("command", line.command())
                    .fill())
        .collect(Collectors.joining());
  }

  private String layout(String title, String here, String main) {
    Template layout = Template.of("layout.html").text("title", title).html("main", main);
    for (String place : List.of("list", "world", "transcript")) {
      layout.html(place, place.equals(here) ? " aria-current=\"page\"" : "");
    }
    return layout.fill();
  }
}
