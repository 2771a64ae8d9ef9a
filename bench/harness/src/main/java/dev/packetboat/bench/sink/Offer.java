package dev.packetboat.bench.sink;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What a sink announces. */
public record Offer(boolean chunking, Optional<SSLContext> tls) {

  /** PIPELINING, and nothing that matters beside it. */
  public static Offer pipelining() {
    return new Offer(false, Optional.empty());
  }

  /** CHUNKING too. */
  public Offer withChunking() {
    return new Offer(true, tls);
  }

  /** STARTTLS too. */
  public Offer withTls(SSLContext context) {
    return new Offer(chunking, Optional.of(context));
  }

  String ehloReply(boolean encrypted) {
    return "250-sink.bench.test\r\n250-PIPELINING\r\n250-SIZE\r\n250-8BITMIME\r\n"
        + (chunking ? "250-CHUNKING\r\n" : "")
        + (tls.isPresent() && !encrypted ? "250-STARTTLS\r\n" : "")
        + "250 ENHANCEDSTATUSCODES\r\n";
  }
}
