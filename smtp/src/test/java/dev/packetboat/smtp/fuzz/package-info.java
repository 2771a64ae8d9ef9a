/**
 * Conversations with servers that do anything: by chance, by the thousand, each to be seen again by
 * its seed.
 *
 * <p>{@link dev.packetboat.smtp.fuzz.Fuzzer} runs them. In each a {@link
 * dev.packetboat.smtp.fuzz.Caller} does with a session what an application may do, and notes as
 * {@link dev.packetboat.smtp.fuzz.Claims} what it was told. At the other end a {@link
 * dev.packetboat.smtp.fuzz.Talk} understands all of SMTP and keeps to it as far as its {@link
 * dev.packetboat.smtp.fuzz.Manners} go: it refuses, misspells, is early, late or silent, and hangs
 * up. What went over the wire stands on a {@link dev.packetboat.smtp.fuzz.Tape}. An {@link
 * dev.packetboat.smtp.fuzz.Observation} finds in it which reply answered what, knowing nothing of
 * what either side meant, and the {@link dev.packetboat.smtp.fuzz.Judge} holds the claims against
 * it.
 *
 * <p>A new way to send is an entry in {@link dev.packetboat.smtp.fuzz.Way}.
 */
@NullMarked
package dev.packetboat.smtp.fuzz;

import org.jspecify.annotations.NullMarked;
