package dev.packetboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.packetboat.testkit.DnsFault;
import dev.packetboat.testkit.NameServer;
import dev.packetboat.testkit.Zone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code packetboat mx}, asking a name server of its own. */
class MxCommandTest {

  private final NameServer names =
      NameServer.serving(
          new Zone()
              .mx("big.test", 20, "mx2.big.test")
              .mx("big.test", 10, "mx1.big.test")
              .a("mx1.big.test", "192.0.2.1", "192.0.2.2")
              .aaaa("mx1.big.test", "2001:db8::1")
              .a("tiny.test", "192.0.2.9")
              .nullMx("nomail.test")
              .a("bücher.test", "192.0.2.7"));

  @AfterEach
  void close() {
    names.close();
  }

  private Ran mx(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "mx";
    args[1] = "--dns";
    args[2] = "127.0.0.1:" + names.address().getPort();
    System.arraycopy(more, 0, args, 3, more.length);
    return Ran.packetboat(args);
  }

  @Test
  void inTheOrderInWhichTheyWillBeTried() {
    Ran ran = mx("--json", "big.test.");

    assertThat(ran.status()).isZero();
    assertThat(ran.outLines())
        .containsExactly(
            "{\"domain\":\"big.test\",\"kind\":\"mx\",\"exchanges\":["
                + "{\"host\":\"mx1.big.test\",\"preference\":10,"
                + "\"addresses\":[\"2001:db8:0:0:0:0:0:1\",\"192.0.2.1\",\"192.0.2.2\"]},"
                + "{\"host\":\"mx2.big.test\",\"preference\":20,\"addresses\":[]}],"
                + "\"error\":null}");
  }

  @Test
  void eachKindOfDomain() {
    Ran ran = mx("--json", "tiny.test", "nomail.test", "[192.0.2.5]", "nowhere.test");

    assertThat(ran.status()).isEqualTo(69);
    assertThat(ran.outLines())
        .containsExactly(
            "{\"domain\":\"tiny.test\",\"kind\":\"implicit\",\"exchanges\":["
                + "{\"host\":\"tiny.test\",\"preference\":0,\"addresses\":[\"192.0.2.9\"]}],"
                + "\"error\":null}",
            "{\"domain\":\"nomail.test\",\"kind\":\"null\",\"exchanges\":[],\"error\":null}",
            "{\"domain\":\"[192.0.2.5]\",\"kind\":\"literal\",\"exchanges\":["
                + "{\"host\":\"192.0.2.5\",\"preference\":0,\"addresses\":[\"192.0.2.5\"]}],"
                + "\"error\":null}",
            "{\"domain\":\"nowhere.test\",\"kind\":null,\"exchanges\":[],\"error\":\"NXDOMAIN\"}");
  }

  @Test
  void anAnswerThatCannotBeHad() {
    names.addFault(DnsFault.serverFailure());

    Ran ran = mx("--json", "big.test");

    assertThat(ran.status()).isEqualTo(75);
    assertThat(ran.out()).contains("\"kind\":null").contains("\"error\":\"SERVFAIL\"");
  }

  @Test
  void forPeople() {
    Ran ran = mx("big.test", "tiny.test", "nomail.test", "nowhere.test");

    assertThat(ran.status()).isEqualTo(69);
    assertThat(ran.outLines())
        .containsExactly(
            "big.test: MX",
            "     10  mx1.big.test  2001:db8::1 192.0.2.1 192.0.2.2",
            "     20  mx2.big.test  (no address: NXDOMAIN)",
            "tiny.test: no MX, so the domain itself",
            "      0  tiny.test  192.0.2.9",
            "nomail.test: takes no mail (null MX)",
            "nowhere.test: NXDOMAIN");
  }

  @Test
  void aDomainInItsOwnScript() {
    assertThat(mx("--json", "bücher.test").out()).contains("xn--bcher-kva.test");
  }
}
