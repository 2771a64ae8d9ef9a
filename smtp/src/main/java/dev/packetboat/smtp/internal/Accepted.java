package dev.packetboat.smtp.internal;

import dev.packetboat.smtp.RecipientResult;
import dev.packetboat.smtp.Reply;
import java.util.List;

/**
 * How it ended where the server took the message.
 *
 * @param recipients with the last word about each, where there was one for each
 * @param size octets as sent, without stuffed dots
 * @param forEach whether the server answered the end of the content for each recipient
 */
public record Accepted(Reply reply, List<RecipientResult> recipients, long size, boolean forEach) {}
