package dev.packetboat.testkit.internal.dns;

import java.time.Duration;

/** What the faults say: wait so long, then do that. */
public record Verdict(Duration delay, Mishap mishap) {}
