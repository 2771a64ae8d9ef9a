package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Address lists and single addresses of other projects' tests. */
class AddressCorpusTest {

  private record Row(String id, String input, List<String> expected, boolean gate) {

    static Row of(List<String> cells) {
      List<String> expected =
          cells.get(2).isEmpty() ? List.of() : List.of(cells.get(2).split(" \\| "));
      boolean strict = Boolean.parseBoolean(cells.get(4));
      boolean disputed = Boolean.parseBoolean(cells.get(5));
      return new Row(cells.get(0), cells.get(1), expected, strict && !disputed);
    }

    String disagreement() {
      return Corpora.disagreement(expected, AddressList.parse(input));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyListThatStrictParsersAcceptAndNobodyDisputes() throws IOException {
    return lists()
        .filter(Row::gate)
        .map(row -> dynamicTest(row.id(), () -> assertThat(row.disagreement()).isEmpty()));
  }

  /**
   * The others are read as far as they are certain. Left out, on purpose, are local parts that are
   * no words (RFC 5322 §3.4.1), two addresses without a comma, URIs in angle brackets, domains that
   * cannot be in DNS, and what stands behind a line end.
   */
  @Test
  void mostOfTheOtherLists() throws IOException {
    List<Row> others = lists().filter(row -> !row.gate()).toList();
    long right = others.stream().filter(row -> row.disagreement().isEmpty()).count();

    assertThat(right + " of " + others.size()).isEqualTo("78 of 112");
  }

  private static Stream<Row> lists() throws IOException {
    return Corpora.rows("address/address-list-core.tsv").map(Row::of);
  }

  /** Nothing that a strict parser refuses makes an address of letters that are not there. */
  @Test
  void noListThatSomebodyRefusesMakesAnAddressUp() throws IOException {
    int leftOut = 0;
    int partly = 0;
    List<List<String>> rows = Corpora.rows("address/address-list-reject.tsv").toList();
    for (List<String> row : rows) {
      AddressList list = AddressList.parse(row.get(1));
      for (Address address : list.addresses()) {
        assertThat(row.get(1).replace("\\", "")).contains(words(address));
      }
      leftOut += list.addresses().isEmpty() && !list.leftOut().isEmpty() ? 1 : 0;
      partly += !list.addresses().isEmpty() && !list.leftOut().isEmpty() ? 1 : 0;
    }

    assertThat("%d left out, %d in part, of %d".formatted(leftOut, partly, rows.size()))
        .isEqualTo("166 left out, 8 in part, of 258");
  }

  private static List<String> words(Address address) {
    return Stream.of(Corpora.plain(address).split("[.@]")).toList();
  }

  /** What we take although a source refuses it, and why that is right. */
  private static final Map<String, Predicate<List<String>>> TAKEN_ON_PURPOSE =
      Map.of(
          "RFC 5321 §4.5.3.1.1: servers must take 64 octets, and may take more",
          row -> row.get(0).indexOf('@') > 64 && row.get(0).length() < 100,
          "there are hosts with an underscore, and DNS and Postfix take them",
          row -> row.get(0).matches("[^@]+@[a-z._]+"),
          "a domain of digits is well-formed, and is refused by nobody but DNS",
          row -> row.get(0).matches("[a-z]+@[0-9.]+"),
          "RFC 6531 §3.3: any letter or sign beyond ASCII may stand in a local part",
          row -> row.get(0).chars().anyMatch(c -> c > 0x9F),
          "RFC 5322 §4.4: quoted and unquoted words with dots between them are a local part",
          row -> row.get(0).matches("[a-z]+\\.\"[a-z]+\"@[a-z.]+"),
          "the quotes of which the note speaks have been lost: this one is a plain address",
          row -> row.get(4).contains("Quotes") && !row.get(0).contains("\""));

  @TestFactory
  Stream<DynamicTest> everyAddressThatAllSourcesRefuse() throws IOException {
    return Corpora.rows("address/addr-spec.tsv")
        .filter(row -> row.get(1).equals("reject"))
        .map(row -> dynamicTest(row.get(0) + " # " + row.get(4), () -> assertRefused(row)));
  }

  private static void assertRefused(List<String> row) {
    if (reasonAgainst(row.get(0)).isEmpty()) {
      assertThat(TAKEN_ON_PURPOSE.values()).anyMatch(kind -> kind.test(row));
    }
  }

  /** What we refuse although a source takes it, by our reason, and why that is right. */
  private static final Map<String, String> REFUSED_ON_PURPOSE =
      Map.of(
          "contains \\u", "a control character, folded lines too, is in no address of an envelope",
          "the brackets hold no IP address", "RFC 5321 §4.1.3: nothing else could be routed",
          "a part of the domain is longer", "RFC 1035 §2.3.4: it cannot be in DNS",
          "the domain is longer", "RFC 1035 §2.3.4: it cannot be in DNS",
          "the domain contains '/'", "RFC 5321 §4.1.2: it is no host's name",
          "is not understood from \\", "RFC 5322 §3.2.1: a backslash quotes nothing outside quotes",
          "is not understood from ", "it is a mailbox with a name, and not an address alone",
          "the local part has a dot too many", "it is a mailbox with a name");

  @Test
  void mostAddressesThatAllSourcesTake() throws IOException {
    List<String> taken =
        Corpora.rows("address/addr-spec.tsv")
            .filter(row -> row.get(1).equals("accept"))
            .map(List::getFirst)
            .toList();
    List<String> reasons = new ArrayList<>();
    taken.forEach(input -> reasons.addAll(reasonAgainst(input)));

    assertThat((taken.size() - reasons.size()) + " of " + taken.size()).isEqualTo("328 of 393");
    assertThat(reasons)
        .allMatch(reason -> REFUSED_ON_PURPOSE.keySet().stream().anyMatch(reason::startsWith));
  }

  /** Why this is no address, or nothing. */
  private static List<String> reasonAgainst(String input) {
    try {
      Address address = Address.parse(input);
      assertThat(Address.parse(address.toString())).isEqualTo(address);
      return List.of();
    } catch (AddressSyntaxException refusal) {
      return List.of(refusal.reason());
    }
  }
}
