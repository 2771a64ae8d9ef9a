package dev.packetboat.delivery.chaos;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The threads and sockets of this process. */
final class Remains {

  private static final Pattern OURS =
      Pattern.compile("\"((?:packetboat|mail-server|dns-|sender-)[^\"]*)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Remains() {}

  /**
   * The threads that are of this project, platform and virtual ones, but for the one that watches
   * over deadlines, which stays.
   */
  static List<String> threads() {
    try {
      Path dump = Files.createTempDirectory("chaos").resolve("threads");
      dump(dump);
      try (Stream<String> lines = Files.lines(dump)) {
        return lines
            .flatMap(line -> OURS.matcher(line).results())
            .map(found -> found.group(1))
            .filter(name -> !name.equals("packetboat-watchdog"))
            .toList();
      } finally {
        Files.delete(dump);
        Files.delete(dump.getParent());
      }
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** By reflection: the module under test does not read the one that has this. */
  private static void dump(Path file) throws ReflectiveOperationException {
    Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
    Object bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getPlatformMXBean", Class.class)
            .invoke(null, type);
    Class<?> format = Class.forName(type.getName() + "$ThreadDumpFormat");
    Method dump = type.getMethod("dumpThreads", String.class, format);
    dump.invoke(bean, file.toString(), format.getField("TEXT_PLAIN").get(null));
  }

  /** How many sockets are open; none where the system does not say. */
  static int sockets() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    // The first one makes the JDK open another for itself, which stays.
    try (ServerSocket ignored = new ServerSocket(0);
        Stream<Path> all = Files.list(descriptors)) {
      return (int) all.filter(Remains::isSocket).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  /** What is left, when no more of it ends: a thread that was told to may still be on its way. */
  static Set<String> await(Supplier<List<String>> left) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> still = left.get();
    while (!still.isEmpty() && System.nanoTime() < end) {
      still = left.get();
    }
    return new TreeSet<>(still);
  }
}
