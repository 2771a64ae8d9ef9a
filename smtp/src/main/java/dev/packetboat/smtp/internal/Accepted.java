package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import java.util.List;

/**
 * How it ended where the server took the message.
 *
 * @param size octets as sent, without stuffed dots
 */
public record Accepted(Reply reply, List<RecipientResult> recipients, long size) {}
