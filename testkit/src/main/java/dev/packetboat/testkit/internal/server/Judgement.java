package dev.packetboat.testkit.internal.server;

import java.time.Duration;

/** What the rules say: wait so long, then do that. */
public record Judgement(Duration delay, Action action) {}
