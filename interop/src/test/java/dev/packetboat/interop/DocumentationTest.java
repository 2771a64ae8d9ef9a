package dev.packetboat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documentation says what the code does. */
class DocumentationTest {

  private static final Pattern RFC = Pattern.compile("RFC [0-9]{3,4}");
  private static final Pattern ROW =
      Pattern.compile("\\| (RFC [0-9]+) \\|[^|]*\\|([^|]*)\\| `(\\w+)` \\|");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- example: ReadmeExamples\\.(\\w+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void eachRfcThatTheCodeNamesIsListed() {
    Set<String> named = new TreeSet<>();
    for (Path file :
        Sources.java("main", "mail", "smtp", "routing", "delivery", "mime", "cli", "testkit")) {
      RFC.matcher(text(file)).results().map(MatchResult::group).forEach(named::add);
    }
    Set<String> listed =
        RFC.matcher(Sources.text("docs/rfc.md"))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(named);
  }

  @Test
  void theClassThatIsListedNamesTheRfc() {
    Map<String, Path> classes = new TreeMap<>();
    Sources.java("main", "mail", "smtp", "routing", "delivery", "mime", "cli")
        .forEach(file -> classes.put(file.getFileName().toString().replace(".java", ""), file));
    for (MatchResult row : ROW.matcher(Sources.text("docs/rfc.md")).results().toList()) {
      assertThat(classes).as(row.group()).containsKey(row.group(3));
      assertThat(text(classes.getOrDefault(row.group(3), Sources.root())))
          .as(row.group())
          .contains(row.group(1));
      assertThat(row.group(2).strip()).as(row.group()).matches("(?:yes|partly|no)\\b.*");
    }
  }

  @Test
  void theExamplesOfTheReadmeAreThoseThatAreRun() {
    String tests =
        unindented(
            text(
                Sources.root()
                    .resolve("interop/src/test/java/dev/packetboat/interop/ReadmeExamples.java")));
    var examples = EXAMPLE.matcher(Sources.text("README.md")).results().toList();

    assertThat(examples).hasSize(3);
    for (MatchResult example : examples) {
      assertThat(tests).contains("void " + example.group(1) + "(");
      assertThat(tests).contains(unindented(example.group(2)));
    }
  }

  /** Every line without its indentation and without what only a test has. */
  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void eachRowForThoseWhoComeFromElsewhereNamesATestThatExists() {
    Set<String> tests =
        Sources.java(
                "test", "mail", "smtp", "routing", "delivery", "mime", "cli", "interop", "testkit")
            .stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    String table = Sources.text("docs/coming-from-sockettools.md");

    assertThat(table.lines().filter(line -> line.startsWith("| ") && line.contains("Test`")))
        .hasSizeGreaterThan(15);
    Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`")
        .matcher(table)
        .results()
        .forEach(named -> assertThat(tests).contains(named.group(1)));
  }
}
