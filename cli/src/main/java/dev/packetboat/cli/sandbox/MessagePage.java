package dev.packetboat.cli.sandbox;

import dev.packetboat.testkit.ReceivedMessage;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page of one message: its envelope, and one side of it at a time. */
final class MessagePage {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private MessagePage() {}

  /**
   * One message.
   *
   * @param asked which side of it; none for the one that says most
   * @param copies of the same message that other hosts took
   */
  static String of(Arrival arrival, MessageParts parts, Optional<Tab> asked, List<Arrival> copies) {
    boolean isHtmlOnly = parts.text().isEmpty() && parts.html().isPresent();
    Tab shown = asked.orElse(isHtmlOnly ? Tab.HTML : Tab.TEXT);
    ReceivedMessage message = arrival.message();
    return Template.of("message.html")
        .text("subject", arrival.subject())
        .text("from", arrival.title().from())
        .text("sender", "<" + message.sender() + ">")
        .html("recipients", items(message.recipients()))
        .text("host", message.takenBy())
        .text("id", message.id())
        .text("tls", arrival.tls().orElse("none, it came in clear"))
        .text("cipher", arrival.cipher().orElse(""))
        .text("client", message.clientName() + message.user().map(u -> ", as " + u).orElse(""))
        .text("at", DAY.format(arrival.at()))
        .text("size", Pieces.size(arrival.size()))
        .html("copies", copies(copies))
        .html("tabs", tabs(arrival, parts, shown))
        .html("body", body(arrival, parts, shown))
        .text("download", Links.source(arrival))
        .text("api", Links.api(arrival))
        .fill();
  }

  private static String items(List<String> texts) {
    return texts.stream()
        .map(text -> Template.inline("<li>${text}</li>").text("text", text).fill())
        .collect(Collectors.joining());
  }

  private static String copies(List<Arrival> copies) {
    if (copies.isEmpty()) {
      return "";
    }
    return copies.stream()
        .map(
            copy ->
                Template.inline("<li><a href=\"${link}\">${host}</a> for ${recipients}</li>")
                    .text("link", Links.page(copy))
                    .text("host", copy.message().takenBy())
                    .text("recipients", Pieces.recipients(copy.message().recipients()))
                    .fill())
        .collect(Collectors.joining("", "<dt>Also taken by</dt><dd><ul>", "</ul></dd>"));
  }

  private static String tabs(Arrival arrival, MessageParts parts, Tab shown) {
    StringBuilder tabs = new StringBuilder();
    for (Tab tab : Tab.values()) {
      if (tab != Tab.HTML || parts.html().isPresent()) {
        tabs.append(
            Template.inline("<a href=\"${link}\"${current}>${title}</a>")
                .text("link", Links.tab(arrival, tab))
                .html("current", tab == shown ? " aria-current=\"page\"" : "")
                .text("title", tab.title())
                .fill());
      }
    }
    return tabs.toString();
  }

  private static String body(Arrival arrival, MessageParts parts, Tab shown) {
    return switch (shown) {
      case TEXT -> text(parts) + attachments(arrival, parts);
      case HTML -> html(arrival, parts);
      case HEADERS -> header(parts);
      case SOURCE -> Pieces.preformatted("source", arrival.message().text());
      case TRANSCRIPT -> Pieces.conversation(arrival.message().transcript());
    };
  }

  private static String text(MessageParts parts) {
    String fault = parts.fault().map(Pieces::note).orElse("");
    return fault
        + parts
            .text()
            .map(text -> Pieces.preformatted("letter", text))
            .orElseGet(() -> Pieces.note("This message has no plain text."));
  }

  private static String attachments(Arrival arrival, MessageParts parts) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < parts.attachments().size(); i++) {
      MessageParts.Attachment attachment = parts.attachments().get(i);
      items.append(
          Template.inline(
                  "<li><a href=\"${link}\" download>${name}</a> <span>${type}, ${size}</span></li>")
              .text("link", Links.attachment(arrival, i))
              .text("name", attachment.name())
              .text("type", attachment.type())
              .text("size", Pieces.size(attachment.octets().length))
              .fill());
    }
    return items.isEmpty()
        ? ""
        : "<h2 class=\"small\">Attached</h2><ul class=\"files\">" + items + "</ul>";
  }

  private static String html(Arrival arrival, MessageParts parts) {
    return parts
        .html()
        .map(
            html ->
                Template.of("html.html").text("link", Links.foreign(arrival)).fill()
                    + "<details><summary>As it is written</summary>"
                    + Pieces.preformatted("source", html)
                    + "</details>")
        .orElseGet(() -> Pieces.note("This message has no HTML."));
  }

  private static String header(MessageParts parts) {
    return parts.header().stream()
        .map(
            field ->
                Template.inline("<tr><th scope=\"row\">${name}</th><td>${value}</td></tr>")
                    .text("name", field.name())
                    .text("value", field.value())
                    .fill())
        .collect(
            Collectors.joining(
                "", "<div class=\"wide\"><table class=\"fields\">", "</table></div>"));
  }
}
