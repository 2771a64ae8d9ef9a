package dev.packetboat.cli;

/** Writes down what became of messages. One thread at a time. */
interface ReportWriter {

  /** So many messages will be sent. */
  void begin(int messages);

  /** What became of one message. */
  void write(MessageReport report);

  /** That was all; the summary is of several messages. */
  void end(Summary summary);
}
