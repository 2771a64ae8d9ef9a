package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as {@code ./packetboat} built it: all in one jar, which is not what Maven tests. */
class BuiltCommandTest {

  @TempDir private Path folder;

  // In one jar a service may be named whose class was left out: of those that resolve names the JVM
  // would find that at the first name.
  @Test
  void theNameOfARelayIsLookedUp() throws IOException, InterruptedException {
    Path launch = Sources.root().resolve("cli/target/app/launch");
    assumeTrue(Files.exists(launch), "./packetboat builds it, and that was not run");
    List<String> how = Files.readAllLines(launch);
    Path letter =
        Files.writeString(
            folder.resolve("letter.eml"), "From: joe@client.test\nTo: ann@mx.test\n\nHello\n");

    Ran ran =
        Ran.in(folder)
            .run(
                how.get(1),
                "-cp",
                how.get(4),
                "dev.packetboat.cli.Main",
                "send",
                "--relay",
                "localhost:1",
                letter.toString());

    assertThat(ran.output()).contains("localhost", "connection refused");
    assertThat(ran.status()).isEqualTo(75);
  }
}
