package dev.packetboat.smtp.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.packetboat.smtp.ChannelBinding;
import dev.packetboat.smtp.SaslMechanism.Context;
import dev.packetboat.smtp.SaslMechanism.Exchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCRAM against the exchanges that its RFCs print. */
class ScramTest {

  private static final Secret PENCIL = new Secret("user", "pencil");
  private static final Context IN_CLEAR = context(List.of(), Optional.empty());

  private static Context context(List<String> offered, Optional<ChannelBinding> binding) {
    return new Context("mx.test", 25, offered, binding);
  }

  // RFC 5802 §5, RFC 7677 §3
  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-1, fyko+d2lbbFgONRv9qkxdawL, fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j, QSXCR+Q6sek8bf92,"
        + " v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=, rmF9pqV8S7suAoZWja4dJRkFsKQ=",
    "SCRAM-SHA-256, rOprNGfwEbeRWgbNEkqO, rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        + " W22ZaJ0SNY7soEsUEjb6gQ==, dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=,"
        + " 6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
  })
  void thePublishedExchangeIsReproduced(
      String name, String nonce, String both, String salt, String proof, String signature)
      throws IOException {
    Exchange exchange = new Scram(name, PENCIL, () -> nonce).start(IN_CLEAR);

    assertThat(exchange.initialResponse().orElseThrow())
        .asString(UTF_8)
        .isEqualTo("n,,n=user,r=" + nonce);
    assertThat(exchange.respond(("r=" + both + ",s=" + salt + ",i=4096").getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("c=biws,r=" + both + ",p=" + proof);
    assertThatThrownBy(exchange::confirm).isInstanceOf(IOException.class);
    assertThat(exchange.respond(("v=" + signature).getBytes(UTF_8))).isEmpty();
    exchange.confirm();
  }

  @Test
  void aWrongServerSignatureIsRefused() throws IOException {
    Exchange exchange =
        new Scram("SCRAM-SHA-1", PENCIL, () -> "fyko+d2lbbFgONRv9qkxdawL").start(IN_CLEAR);
    exchange.initialResponse();
    exchange.respond(
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096".getBytes(UTF_8));

    assertThatThrownBy(() -> exchange.respond("v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'r=another nonce,s=QSXCR+Q6sek8bf92,i=4096'",
    "'r=nonce,s=QSXCR+Q6sek8bf92,i=4096'",
    "'r=nonceX,s=!,i=4096'",
    "'r=nonceX,s=QSXCR+Q6sek8bf92,i=0'",
    "'e=unknown-user'",
    "''"
  })
  void whatIsNoServerFirstMessageIsRefused(String said) throws IOException {
    Exchange exchange = new Scram("SCRAM-SHA-1", PENCIL, () -> "nonce").start(IN_CLEAR);
    exchange.initialResponse();

    assertThatThrownBy(() -> exchange.respond(said.getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  // RFC 5802 §6
  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-256-PLUS, 'SCRAM-SHA-256,SCRAM-SHA-256-PLUS', 'p=tls-exporter,,'",
    "SCRAM-SHA-256, SCRAM-SHA-256, 'y,,'",
    "SCRAM-SHA-256, 'SCRAM-SHA-256,SCRAM-SHA-256-PLUS', 'n,,'"
  })
  void theServerIsToldWhetherWeCouldBind(String name, String offered, String flag)
      throws IOException {
    var binding = Optional.of(new ChannelBinding("tls-exporter", new byte[] {1, 2, 3}));
    Exchange exchange =
        new Scram(name, PENCIL, () -> "nonce").start(context(List.of(offered.split(",")), binding));

    assertThat(exchange.initialResponse().orElseThrow()).asString(UTF_8).startsWith(flag);
  }

  @Test
  void withoutTlsThereIsNothingToBindTo() {
    assertThat(new Scram("SCRAM-SHA-256-PLUS", PENCIL).obstacle(IN_CLEAR)).isPresent();
    assertThat(new Scram("SCRAM-SHA-256", PENCIL).obstacle(IN_CLEAR)).isEmpty();
  }
}
