package dev.packetboat.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is wrong is refused when it is said. */
class BuilderTest {

  @TestFactory
  Stream<DynamicTest> whatCannotBeIsRefused() {
    Map<String, Consumer<DnsRouter.Builder>> wrong =
        Map.of(
            "no name server", builder -> builder.nameServers(),
            "a name server needs an IP address and a port",
                builder ->
                    builder.nameServers(InetSocketAddress.createUnresolved("dns.example", 53)),
            "an IP address and a port: localhost/127.0.0.1:0",
                builder ->
                    builder.nameServers(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            "timeout PT0S is not above 0", builder -> builder.timeout(Duration.ZERO),
            "timeout PT-1S is not above 0", builder -> builder.timeout(Duration.ofSeconds(-1)),
            "timeout PT1H1S is not", builder -> builder.timeout(Duration.ofSeconds(3601)),
            "cache size -1 is negative", builder -> builder.cacheSize(-1),
            "\"a b\" is not a domain", builder -> builder.localName("a b"));
    return wrong.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertThatThrownBy(() -> entry.getValue().accept(DnsRouter.builder()))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(entry.getKey())));
  }

  @Test
  void theSystemsNameServersAreTheDefault() {
    assertThat(DnsRouter.builder().build()).isNotNull();
  }
}
