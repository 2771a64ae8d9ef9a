package dev.packetboat.testkit.internal.script;

/**
 * A line of a script as it is written, and what it asks for.
 *
 * @param number counted from 1, over the whole script
 */
record ScriptLine(int number, String text, Step step) {}
