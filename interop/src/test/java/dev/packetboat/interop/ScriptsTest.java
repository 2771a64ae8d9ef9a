package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts at the root: whether they find a JDK, when they build, and what they run. */
class ScriptsTest {

  @TempDir private Path folder;
  private Path checkout = Path.of("");
  private Path tools = Path.of("");

  @BeforeEach
  void makeTools() throws IOException {
    checkout = folder.resolve("a check'out");
    tools = Ran.shellOnly(folder.resolve("tools"));
  }

  private Ran.Place place() {
    return Ran.in(folder).with("PATH", tools.toString());
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Ran.executable(home.resolve("bin/javac"), "");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static String finding(String what) {
    return "set -eu; . '" + Sources.root() + "/.ci/jdk.sh'; " + what;
  }

  @ParameterizedTest
  @ValueSource(strings = {"21.0.2", "25", "26-ea"})
  void aJdkInAUsualFolderIsFoundWhenTheDefaultIsOlder(String version)
      throws IOException, InterruptedException {
    Path old = jdk("jdk-17", "17.0.15");
    Path recent = jdk("jdk-recent", version);
    Ran ran =
        place()
            .with("JAVA_HOME", old.toString())
            .with("PACKETBOAT_JDKS", recent + " " + old)
            .run("/bin/sh", "-c", finding("find_jdk; echo \"$JAVA_HOME\""));

    assertThat(ran).isEqualTo(new Ran(0, recent + "\n"));
  }

  @Test
  void theNewestOfSeveralIsTaken() throws IOException, InterruptedException {
    Ran ran =
        place()
            .with(
                "PACKETBOAT_JDKS",
                jdk("a", "21.0.2") + " " + jdk("b", "25.0.1") + " " + jdk("c", "22"))
            .run(
                "/bin/sh",
                "-c",
                finding("find_jdk; echo \"$JAVA_HOME\"; find_jdk_of 21; find_jdk_of 23"));

    assertThat(ran.output().lines())
        .containsExactly(folder.resolve("b").toString(), folder.resolve("a").toString());
  }

  @Test
  void withoutOneThatIsSaidInOneLine() throws IOException, InterruptedException {
    Path old = jdk("jdk-17", "17.0.15");
    copyScripts();
    Files.copy(Sources.root().resolve(".ci/build-command"), checkout.resolve(".ci/build-command"));
    Ran ran =
        place()
            .with("JAVA_HOME", old.toString())
            .with("PACKETBOAT_JDKS", old.toString())
            .run(checkout.resolve("packetboat").toString(), "demo");

    assertThat(ran.output().lines()).hasSize(1);
    assertThat(ran.output()).contains("no JDK 21 or newer").contains("JAVA_HOME");
    assertThat(ran.status()).isEqualTo(78);
  }

  @Test
  void whatIsBuiltIsRunFromAnyFolderAndThroughLinks() throws IOException, InterruptedException {
    copyScripts();
    pretendToBuild();
    Path link = Files.createSymbolicLink(folder.resolve("link"), checkout.resolve("packetboat"));
    Ran first = place().run(checkout.resolve("packetboat").toString(), "send", "a b");
    Ran again = place().run(link.toString(), "send", "a b");

    String called =
        "-flag,-Darchive=x,-Dpacketboat.terminal=,-cp,jars,dev.packetboat.cli.Main,send,a b,\n";
    assertThat(first.output()).isEqualTo("built\n" + called);
    assertThat(again.output()).isEqualTo(called);
  }

  @Test
  void newerSourcesAreBuiltAnew() throws IOException, InterruptedException {
    copyScripts();
    pretendToBuild();
    String command = checkout.resolve("packetboat").toString();
    place().run(command);
    Files.setLastModifiedTime(
        checkout.resolve("mail/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(place().run(command).output()).startsWith("built\n");
  }

  @Test
  void aMovedCheckoutIsBuiltAnew() throws IOException, InterruptedException {
    copyScripts();
    pretendToBuild();
    place().run(checkout.resolve("packetboat").toString());
    Path moved = Files.move(checkout, folder.resolve("moved"));

    assertThat(place().run(moved.resolve("packetboat").toString()).output()).startsWith("built\n");
  }

  private void copyScripts() throws IOException {
    Files.createDirectories(checkout.resolve(".ci"));
    Files.createDirectories(checkout.resolve("cli/target/app"));
    for (String file : new String[] {"packetboat", ".ci/jdk.sh", "pom.xml", "mail/pom.xml"}) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.copy(Sources.root().resolve(file), checkout.resolve(file));
    }
    Path sources = Files.createDirectories(checkout.resolve("mail/src/main"));
    Files.writeString(sources.resolve("A.java"), "");
  }

  /** Instead of a build, a Java that prints its arguments. */
  private void pretendToBuild() throws IOException {
    Path java = Ran.executable(folder.resolve("java"), "printf '%s,' \"$@\"", "echo");
    Ran.executable(
        checkout.resolve(".ci/build-command"),
        "echo built",
        "for line in \"$1\" '" + java + "' -flag -Darchive=x jars; do",
        "  echo \"$line\"",
        "done >\"$1/cli/target/app/launch\"");
  }
}
