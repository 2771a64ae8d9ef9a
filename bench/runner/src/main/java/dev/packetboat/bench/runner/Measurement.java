package dev.packetboat.bench.runner;

import java.io.IOException;

/** Something that is measured. */
interface Measurement {

  /** For file names and the command line. */
  String name();

  String title();

  Result measure(Conditions conditions) throws IOException, InterruptedException;
}
