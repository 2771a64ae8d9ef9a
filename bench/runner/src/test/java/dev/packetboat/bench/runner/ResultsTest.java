package dev.packetboat.bench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ResultsTest {

  @TempDir private Path folder;

  private static Result result(String name, double seconds) {
    Sample sample = new Sample("a", "1.0", 100, seconds, 0.5, 0);
    Row row =
        Row.of("A & B", Row.Kind.PEER, List.of(sample), one -> one.messages() / one.seconds());
    return new Result(name, "Title <1>", "messages/s", "here", List.of(row));
  }

  @Test
  void whatIsMeasuredAnewTakesThePlaceOfWhatWasThere() throws IOException {
    List<String> order = List.of("first", "second");
    Results.read(folder).with(result("second", 1), order).write(folder);
    Results.read(folder).with(result("first", 1), order).write(folder);
    Results.read(folder).with(result("second", 4), order).write(folder);

    Results read = Results.read(folder);
    assertThat(read.scenarios()).extracting(Result::name).containsExactly("first", "second");
    assertThat(read.scenarios().get(1)).isEqualTo(result("second", 4));
    assertThat(Files.readString(folder.resolve("results.md")))
        .contains("| A & B 1.0 | 100 | 100 - 100 | 50.0 |", "| A & B 1.0 | 25.0 |");
  }

  @Test
  void theReadmeGetsALineForEachScenarioAndAColumnForEachClient() throws IOException {
    Sample sample = new Sample("a", "1.0", 100, 2, 0.5, 0);
    List<Row> rows =
        Stream.of("Ours", "Peer", "Another")
            .map(
                title ->
                    Row.of(
                        title,
                        title.equals("Ours") ? Row.Kind.OURS : Row.Kind.PEER,
                        List.of(sample),
                        one -> one.messages() / one.seconds()))
            .toList();
    Path readme = folder.resolve("README.md");
    Files.writeString(
        readme, "a\n<!-- results: written by bench/run -->\nold\n<!-- end of results -->\nb\n");
    Result race = new Result("eight", "Eight", "messages/s", "here", rows);
    Readme.update(readme, new Results(List.of(race, result("alone", 1))));

    assertThat(Files.readString(readme))
        .isEqualTo(
            """
            a
            <!-- results: written by bench/run -->

            | median | Ours | Peer | Another |
            |---|---:|---:|---:|
            | Eight, messages/s | **50.0** | 50.0 | 50.0 |
            | Eight, CPU s for 10,000 messages | **50.0** | 50.0 | 50.0 |

            <!-- end of results -->
            b
            """);
  }

  @Test
  void plotsAreXml() throws Exception {
    String svg = BarChart.of(result("first", 1));

    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName("rect")
                .getLength())
        .isEqualTo(1);
  }
}
