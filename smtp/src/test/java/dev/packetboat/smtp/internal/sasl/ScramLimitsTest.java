package dev.packetboat.smtp.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.smtp.ChannelBinding;
import dev.packetboat.smtp.SaslMechanism.Context;
import dev.packetboat.smtp.SaslMechanism.Exchange;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM with servers that do not mean well, and what ties it to a connection. */
class ScramLimitsTest {

  private static final Secret PENCIL = new Secret("user", "pencil");
  private static final String SIGNATURE = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private static Exchange begun(String name, String offered, Optional<ChannelBinding> binding)
      throws IOException {
    var context = new Context("mx.test", 25, List.of(offered.split(",")), binding);
    Exchange exchange = new Scram(name, PENCIL, () -> "rOprNGfwEbeRWgbNEkqO").start(context);
    exchange.initialResponse();
    return exchange;
  }

  private static Exchange begun() throws IOException {
    return begun("SCRAM-SHA-256", "SCRAM-SHA-256", Optional.empty());
  }

  // RFC 7677 §3
  private static byte[] serverFirst(String iterations) {
    return ("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i="
            + iterations)
        .getBytes(UTF_8);
  }

  // RFC 7677 §4: fewer help whoever wants to guess; too many keep us busy for hours
  @ParameterizedTest
  @ValueSource(strings = {"1", "4095", "1000001", "2147483647"})
  void anIterationCountOutOfReasonIsRefusedBeforeAnythingIsComputed(String iterations)
      throws IOException {
    Exchange exchange = begun();

    assertThatThrownBy(() -> exchange.respond(serverFirst(iterations)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(iterations + " iterations");
  }

  // RFC 5802 §7: server-error in place of the signature
  @Test
  void anErrorInPlaceOfTheSignatureIsAnsweredAndKept() throws IOException {
    Exchange exchange = begun();
    exchange.respond(serverFirst("4096"));

    assertThat(exchange.respond("e=invalid-proof".getBytes(UTF_8))).isEmpty();
    assertThat(exchange.refusal()).contains("invalid-proof");
    assertThatThrownBy(exchange::confirm).isInstanceOf(IOException.class);
  }

  @Test
  void theSignatureIsAcceptedOnce() throws IOException {
    Exchange exchange = begun();
    exchange.respond(serverFirst("4096"));
    exchange.respond(SIGNATURE.getBytes(UTF_8));
    exchange.confirm();

    assertThatThrownBy(() -> exchange.respond(SIGNATURE.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than SCRAM has");
  }

  // RFC 5802 §7: c= is the gs2 header and, behind p=, the octets of the binding
  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-256-PLUS, 'SCRAM-SHA-256-PLUS', tls-exporter, 'p=tls-exporter,,\1\2\3'",
    "SCRAM-SHA-1-PLUS, 'SCRAM-SHA-1-PLUS', tls-server-end-point, 'p=tls-server-end-point,,\1\2\3'",
    "SCRAM-SHA-256, 'SCRAM-SHA-256', tls-exporter, 'y,,'",
    "SCRAM-SHA-256, 'SCRAM-SHA-256,SCRAM-SHA-1-PLUS', tls-exporter, 'n,,'"
  })
  void theProofHoldsWhatItIsTiedTo(String name, String offered, String type, String bound)
      throws IOException {
    Exchange exchange =
        begun(name, offered, Optional.of(new ChannelBinding(type, new byte[] {1, 2, 3})));
    String said = new String(exchange.respond(serverFirst("4096")), UTF_8);

    assertThat(said).startsWith("c=" + Base64.getEncoder().encodeToString(bound.getBytes(UTF_8)));
  }

  @Test
  void whateverTheServerSaysFirstNothingElseIsThrown() throws IOException {
    Random random = new Random(5802);
    for (int i = 0; i < 5_000; i++) {
      byte[] said = changed(new String(serverFirst("1"), UTF_8), random);
      Exchange exchange = begun();
      assertThatThrownBy(() -> exchange.respond(said))
          .as("%s", new String(said, UTF_8))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whateverTheServerSaysLastNothingElseIsThrownOrBelieved() throws IOException {
    Random random = new Random(7677);
    for (int i = 0; i < 200; i++) { // each costs 4096 iterations
      byte[] said = changed(i % 2 == 0 ? SIGNATURE : "e=invalid-proof", random);
      Exchange exchange = begun();
      exchange.respond(serverFirst("4096"));
      assertThatThrownBy(
              () -> {
                exchange.respond(said);
                exchange.confirm();
              })
          .as("%s", new String(said, UTF_8))
          .isInstanceOf(IOException.class);
    }
  }

  private static byte[] changed(String message, Random random) {
    String letters = "rsivem=,+/\0 \u00e99-";
    var said = new StringBuilder(message);
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int at = random.nextInt(said.length());
      said.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
      said.setLength(random.nextInt(5) == 0 ? at : said.length());
      said.append(said.isEmpty() ? "," : "");
    }
    return said.toString().equals(message)
        ? "m=1".getBytes(UTF_8) // by chance nothing was changed
        : said.toString().getBytes(UTF_8);
  }
}
