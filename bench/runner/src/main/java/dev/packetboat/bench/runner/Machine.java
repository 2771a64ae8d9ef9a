package dev.packetboat.bench.runner;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Where something was measured, in one line. */
final class Machine {

  private Machine() {}

  static String describe() {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return "%s; %d processors (%s), %d GiB, %s; %s %s, TCP %s, Java %s"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Processors.describe(),
            Math.round(memory / (double) (1 << 30)),
            processor().orElse(System.getProperty("os.arch")),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            congestionControl(),
            System.getProperty("java.vm.version"));
  }

  private static String congestionControl() {
    try {
      return Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control")).strip();
    } catch (IOException elsewhere) {
      return "of this system";
    }
  }

  private static Optional<String> processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException elsewhere) {
      return Optional.empty();
    }
  }
}
