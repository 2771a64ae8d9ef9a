package dev.packetboat.bench.runner;

import dev.packetboat.bench.load.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where things stand and how Java is started.
 *
 * @param bench the folder of the bench
 * @param work for what is made and thrown away
 */
record Place(Path bench, Path work) {

  private static final int FIRST_TO_WARN_OF_UNSAFE = 24;
  private static final String STORE_PASSWORD = "password";

  /** What starts a Java program of this module; its options and main class follow. */
  List<String> java(String module) {
    Path built = bench.resolve(module).resolve("target/quick");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    if (Runtime.version().feature() >= FIRST_TO_WARN_OF_UNSAFE) {
      // Netty's and JMH's affair, not ours.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-cp");
    command.add(built.resolve("classes") + ":" + built.resolve("dependencies") + "/*");
    return command;
  }

  Path keyStore() {
    return work.resolve("sink.p12");
  }

  /** A message of this size, made when it is first asked for. */
  Path large(long size) throws IOException {
    Path file = work.resolve(size + ".eml");
    if (!Files.exists(file)) {
      Letter.of(size).writeTo(file);
    }
    return file;
  }

  /** What makes a Java program trust the sink's certificate. */
  List<String> trust() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + keyStore(),
        "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD);
  }

  /** Makes a certificate for localhost. */
  void prepare() throws IOException, InterruptedException {
    Files.createDirectories(work);
    if (!Files.exists(keyStore())) {
      Program.run(
          List.of(
              Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
              "-genkeypair",
              "-alias",
              "sink",
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              "CN=localhost",
              "-ext",
              "SAN=dns:localhost,ip:127.0.0.1",
              "-validity",
              "3650",
              "-keystore",
              keyStore().toString(),
              "-storetype",
              "PKCS12",
              "-storepass",
              STORE_PASSWORD));
    }
  }
}
