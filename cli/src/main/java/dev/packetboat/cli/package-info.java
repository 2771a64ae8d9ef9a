/**
 * The command {@code packetboat}. {@link dev.packetboat.cli.Main} parses the arguments with picocli
 * and runs one of the subcommands. {@link dev.packetboat.cli.SendCommand} checks all that can be
 * checked: the {@link dev.packetboat.cli.Sources} that are named, each of which becomes a {@link
 * dev.packetboat.cli.Letter}. Then {@link dev.packetboat.cli.RelayRun} sends letter by letter and
 * gives a {@link dev.packetboat.cli.MessageReport} for each to the {@link
 * dev.packetboat.cli.Logbook}, which has it written as text or as JSON; what they have in common
 * decides the {@link dev.packetboat.cli.ExitStatus}. What the demo and the sandbox run is in the
 * package {@code sandbox}.
 */
@NullMarked
package dev.packetboat.cli;

import org.jspecify.annotations.NullMarked;
