/**
 * The command {@code packetboat}. {@link dev.packetboat.cli.Main} parses the arguments with picocli
 * and runs one of the subcommands. {@link dev.packetboat.cli.SendCommand} checks all that can be
 * checked, then {@link dev.packetboat.cli.RelayRun} sends message by message and gives a {@link
 * dev.packetboat.cli.MessageReport} for each, which is written as text or as JSON; what they have
 * in common decides the {@link dev.packetboat.cli.ExitStatus}.
 */
@NullMarked
package dev.packetboat.cli;

import org.jspecify.annotations.NullMarked;
