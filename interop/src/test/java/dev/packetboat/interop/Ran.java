package dev.packetboat.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program that ran to its end: its exit status, and all that it wrote. */
record Ran(int status, String output) {

  /** The surroundings that it runs in; the environment is empty but for what is set here. */
  record Place(Path folder, Map<String, String> environment) {

    Place with(String name, String value) {
      var more = new HashMap<>(environment);
      more.put(name, value);
      return new Place(folder, more);
    }

    Ran run(String... command) throws IOException, InterruptedException {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    }
  }

  /** In this folder, with the usual programs on the path. */
  static Place in(Path folder) {
    return new Place(folder, Map.of("PATH", "/usr/bin:/bin"));
  }

  /** Makes a folder for the path that holds what a shell script needs, and no Java. */
  static Path shellOnly(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String tool :
        List.of("sh", "dirname", "readlink", "sed", "find", "mkdir", "rm", "cat", "cp")) {
      Path real = Path.of("/bin", tool);
      Path found = Files.exists(real) ? real : Path.of("/usr/bin", tool);
      executable(folder.resolve(tool), "exec " + found + " \"$@\"");
    }
    return folder;
  }

  static Path executable(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make it executable: " + file);
    }
    return file;
  }
}
