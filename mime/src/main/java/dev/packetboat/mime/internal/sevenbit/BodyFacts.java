package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mime.internal.sevenbit.LineReader.End;

/** What there is to know of a body that is not looked into. Not thread-safe. */
final class BodyFacts {

  private long size;
  private long escaped;
  private int kinds;
  private boolean hasLongLine;
  private boolean hasBareEnd;
  private boolean hasOtherEnd;
  private End lastEnd = End.NONE;
  private final End usualEnd;

  /** Facts of a body in a message whose lines end like this. */
  BodyFacts(End usualEnd) {
    this.usualEnd = usualEnd;
  }

  /** Takes a line. Its end counts with the next one: it may belong to a delimiter. */
  void add(LineReader line) {
    endLine();
    size += line.length();
    escaped += line.escaped();
    kinds |= line.kinds();
    hasLongLine |= line.isLong();
    lastEnd = line.end();
  }

  /** The end of the last line belongs to the body. */
  void endLine() {
    if (lastEnd != End.NONE) {
      size += 2;
      hasBareEnd |= lastEnd != End.CRLF;
      hasOtherEnd |= lastEnd != usualEnd;
      lastEnd = End.NONE;
    }
  }

  boolean isSevenBit() {
    return !hasLongLine && !has(Octets.EIGHT_BIT | Octets.NUL);
  }

  boolean has(int kind) {
    return (kinds & kind) != 0;
  }

  /** Whether some line ends in CR or LF alone. */
  boolean hasBareEnd() {
    return hasBareEnd;
  }

  /** Whether some line ends as the message's lines do not. */
  boolean hasOtherEnd() {
    return hasOtherEnd;
  }

  /** Whether quoted-printable makes it shorter than base64 does: three octets for one, or 4/3. */
  boolean isMostlyAscii() {
    return escaped * 6 <= size;
  }
}
