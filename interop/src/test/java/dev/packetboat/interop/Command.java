package dev.packetboat.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command {@code packetboat} as a process of its own: {@code ./packetboat} where that is built
 * and no source is newer, else the same from the class path.
 */
final class Command {

  private static final List<String> PREFIX = prefix();

  private Command() {}

  /** The words that run it. */
  static List<String> words(String... arguments) {
    List<String> words = new ArrayList<>(PREFIX);
    words.addAll(List.of(arguments));
    return words;
  }

  static Ran run(Path folder, String... arguments) throws IOException, InterruptedException {
    return Ran.in(folder)
        .with("JAVA_HOME", System.getProperty("java.home"))
        .run(words(arguments).toArray(String[]::new));
  }

  private static List<String> prefix() {
    Path root = Sources.root();
    if (isBuilt(root)) {
      return List.of(root.resolve("packetboat").toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.packetboat.cli.Main");
  }

  // As the script itself looks: a test shall not start a build.
  private static boolean isBuilt(Path root) {
    Path launch = root.resolve("cli/target/app/launch");
    if (!Files.exists(launch)) {
      return false;
    }
    List<String> find = new ArrayList<>(List.of("find", root + "/pom.xml", root + "/.ci"));
    for (File module : root.toFile().listFiles(file -> new File(file, "pom.xml").exists())) {
      find.add(module + "/pom.xml");
      if (new File(module, "src/main").exists()) {
        find.add(module + "/src/main");
      }
    }
    find.addAll(Arrays.asList("-newer", launch.toString(), "-print", "-quit"));
    return Programs.text(launch).startsWith(root + "\n")
        && Programs.run(find.toArray(String[]::new)).isEmpty();
  }
}
