package dev.packetboat.mime;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.MessageHeader;
import dev.packetboat.mail.ReturnContent;
import java.util.Objects;

/**
 * The message that a report is about, or its header, as the report brings it back (RFC 6522 §3, RFC
 * 6533 §4). Whoever wrote the report may have changed or shortened it.
 *
 * @param extent whether it says to be the whole message or its header
 * @param header its header
 * @param content its octets, decoded. They are read from the report each time this is opened, and
 *     not held in memory
 */
public record ReturnedMessage(ReturnContent extent, MessageHeader header, Content content) {

  /** What came back. */
  public ReturnedMessage {
    Objects.requireNonNull(extent, "extent");
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(content, "content");
  }
}
