package dev.packetboat.cli.sandbox;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which answer stands at which address. Safe for use by several threads. */
final class Routes {

  private static final Pattern MESSAGE =
      Pattern.compile("(/api)?/messages/([0-9]{1,9})(?:/([a-z.]+)(?:/([0-9]{1,4}))?)?");
  private static final long LONGEST_WAIT = 60; // seconds

  private final Inbox inbox;
  private final Pages pages;

  Routes(Inbox inbox, Pages pages) {
    this.inbox = inbox;
    this.pages = pages;
  }

  Answer get(URI address) throws InterruptedException {
    String path = String.valueOf(address.getPath());
    return switch (path) {
      case "/" -> Answer.page(200, pages.list(inbox.all(), inbox.taken()));
      case "/world" -> Answer.page(200, pages.world());
      case "/transcript" -> Answer.page(200, pages.transcript());
      case "/page.css" -> Answer.resource("text/css; charset=utf-8", "page.css");
      case "/page.js" -> Answer.resource("text/javascript; charset=utf-8", "page.js");
      case "/icon.svg" -> Answer.resource("image/svg+xml", "icon.svg");
      case Links.API -> list(Optional.ofNullable(address.getRawQuery()).orElse(""));
      default -> message(path);
    };
  }

  /** DELETE. */
  Answer delete(URI address) {
    if (!Links.API.equals(address.getPath())) {
      return notHere();
    }
    inbox.clear();
    return Answer.nothing();
  }

  private Answer message(String path) {
    Matcher named = MESSAGE.matcher(path);
    if (!named.matches()) {
      return notHere();
    }
    Optional<Arrival> arrival = inbox.numbered(Integer.parseInt(named.group(2)));
    if (named.group(1) != null) {
      return arrival
          .filter(any -> named.group(3) == null)
          .map(found -> Answer.json(200, MessagesJson.one(found, parts(found))))
          .orElseGet(() -> Answer.json(404, MessagesJson.error("no such message")));
    }
    return arrival.map(found -> part(found, named)).orElseGet(this::notHere);
  }

  private Answer part(Arrival arrival, Matcher named) {
    String word = Optional.ofNullable(named.group(3)).orElse("");
    if (named.group(4) != null) {
      List<MessageParts.Attachment> all = parts(arrival).attachments();
      int index = Integer.parseInt(named.group(4));
      return word.equals("parts") && index < all.size() ? file(all.get(index)) : notHere();
    }
    return switch (word) {
      case "message.eml" ->
          Answer.file(
              "message/rfc822",
              "message-" + arrival.number() + ".eml",
              arrival.message().content());
      case "body.html" -> parts(arrival).html().map(Answer::foreign).orElseGet(this::notHere);
      case "" -> page(arrival, Optional.empty());
      default -> Tab.of(word).map(tab -> page(arrival, Optional.of(tab))).orElseGet(this::notHere);
    };
  }

  private Answer page(Arrival arrival, Optional<Tab> tab) {
    Optional<String> id = arrival.title().messageId();
    List<Arrival> copies =
        inbox.matching(
            other ->
                id.isPresent()
                    && other.number() != arrival.number()
                    && other.title().messageId().equals(id));
    return Answer.page(200, pages.message(arrival, parts(arrival), tab, copies));
  }

  private static Answer file(MessageParts.Attachment attachment) {
    // Never as what it says it is: a browser might open it.
    return Answer.file("application/octet-stream", attachment.name(), attachment.octets());
  }

  private static MessageParts parts(Arrival arrival) {
    return MessageParts.of(arrival.message().content());
  }

  private Answer notHere() {
    return Answer.page(404, pages.notHere());
  }

  private Answer list(String query) throws InterruptedException {
    Map<String, String> asked = parameters(query);
    int after;
    long wait;
    try {
      after = Integer.parseInt(asked.getOrDefault("after", "0"));
      wait = Long.parseLong(asked.getOrDefault("wait", "0"));
    } catch (NumberFormatException unreadable) {
      return Answer.json(400, MessagesJson.error("after and wait are whole numbers"));
    }
    if (wait < 0 || wait > LONGEST_WAIT) {
      return Answer.json(400, MessagesJson.error("wait is from 0 to " + LONGEST_WAIT + " seconds"));
    }
    String to = asked.getOrDefault("to", "");
    Predicate<Arrival> wanted = arrival -> arrival.number() > after && isFor(to, arrival);
    List<Arrival> found = inbox.await(wanted, Duration.ofSeconds(wait));
    return Answer.json(200, MessagesJson.list(found, inbox.taken()));
  }

  private static boolean isFor(String recipient, Arrival arrival) {
    return recipient.isEmpty()
        || arrival.message().recipients().stream().anyMatch(recipient::equalsIgnoreCase);
  }

  /** As forms write them: what is no escape stays as it is. */
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String each : query.split("&")) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        parameters.put(each.substring(0, equals), decoded(each.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noEscape) {
      return value;
    }
  }
}
