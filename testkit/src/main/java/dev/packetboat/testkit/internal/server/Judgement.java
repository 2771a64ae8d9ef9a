package dev.packetboat.testkit.internal.server;

import java.time.Duration;

/**
 * What the rules say: wait so long, then do that.
 *
 * @param octets of content that are read before
 */
public record Judgement(Duration delay, Action action, long octets) {}
