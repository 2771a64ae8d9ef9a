package dev.packetboat.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java of its own, with the classes of this one. */
final class Processes {

  private Processes() {}

  /** Runs a class; what goes wrong is written to a file. */
  static Process java(Class<?> main, Path err, String... args) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String modules = System.getProperty("jdk.module.path", "");
    line.addAll(List.of("-cp", modules + ":" + System.getProperty("java.class.path")));
    line.add(main.getName());
    line.addAll(List.of(args));
    return new ProcessBuilder(line).redirectError(err.toFile()).start();
  }
}
