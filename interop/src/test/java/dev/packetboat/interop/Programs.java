package dev.packetboat.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs of Debian packages, run in the foreground, and ended when the test ends or the JVM does.
 */
final class Programs {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private Programs() {}

  /** Skips the test where a program, or the right to run it, is missing. */
  static void assumeInstalled(String packages, String... programs) {
    for (String program : programs) {
      assumeTrue(
          Files.isExecutable(Path.of(program)),
          "needs " + packages + "; as root run: apt-get install " + packages);
    }
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to start " + packages);
  }

  /** Starts a program whose output goes to a file. */
  static Process start(Path log, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return process;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Ends it, and waits until it has ended. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A folder that other users may read, which is deleted by {@link #delete}. */
  static Path folder(String name) {
    try {
      return Files.createTempDirectory(
          "packetboat-" + name,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static void delete(Path folder) {
    run("rm", "-rf", folder.toString());
  }

  /** Runs a program to its end, and requires that it succeeds. Gives what it wrote. */
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + output);
      }
      return output;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  static int freePort() {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return listener.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Waits until a mail server answers at this port of 127.0.0.1. */
  static void awaitPort(int port, Process process, Path log) {
    awaitGreeting(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), process, log);
  }

  /** Waits until a mail server says something there, or hangs up. */
  static void awaitGreeting(InetSocketAddress address, Process process, Path log) {
    awaitStart(
        () -> {
          try (var socket = new Socket()) {
            socket.connect(address, 1000);
            socket.setSoTimeout(1000);
            return socket.getInputStream().read() != 0;
          } catch (IOException notYet) {
            return false;
          }
        },
        process,
        address + " answers; " + log);
  }

  /** Waits until this stands in what the program wrote. */
  static void awaitLog(String text, Process process, Path log) {
    awaitStart(() -> text(log).contains(text), process, text + " in " + log);
  }

  /** Whoever does not come up is ended; what it wrote is left. */
  private static void awaitStart(BooleanSupplier condition, Process process, String what) {
    try {
      await(() -> !process.isAlive() || condition.getAsBoolean(), what);
      if (!process.isAlive()) {
        throw new AssertionError("the server ended: " + what);
      }
    } catch (AssertionError failed) {
      end(process);
      throw failed;
    }
  }

  /** Waits until a client of this server wrote more than the server takes in. */
  static void awaitBlockedClient(InetSocketAddress server) {
    int ip =
        ByteBuffer.wrap(server.getAddress().getAddress()).order(ByteOrder.nativeOrder()).getInt();
    HexFormat hex = HexFormat.of().withUpperCase();
    String name = hex.toHexDigits(ip) + ":" + hex.toHexDigits((short) server.getPort());
    await(
        () ->
            Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> text(Path.of(table)).lines())
                .anyMatch(line -> isBlockedClient(name, line)),
        "a client with unsent octets for " + server);
  }

  // The kernel's line: number, local address, remote one, state, octets unsent:unread.
  private static boolean isBlockedClient(String server, String line) {
    String[] columns = line.strip().split("\\s+");
    return columns[2].endsWith(server) && !columns[4].startsWith("00000000:");
  }

  /** Looks again and again, a little while between, until it is so. */
  static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The files of a folder whose names begin and end like this, by what is between. */
  static Map<String, String> texts(Path folder, String prefix, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .collect(
              Collectors.toMap(
                  file -> between(file.getFileName().toString(), prefix, suffix),
                  Programs::octets));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String between(String name, String prefix, String suffix) {
    return name.substring(prefix.length(), name.length() - suffix.length());
  }

  /** A file with a character for each octet. */
  static String octets(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
