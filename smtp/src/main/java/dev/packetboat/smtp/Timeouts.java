package dev.packetboat.smtp;

import java.time.Duration;

/**
 * How long each phase may take, writing included; each is over when its whole reply is there.
 * Immutable. The defaults are those of RFC 5321 §4.5.3.2.
 *
 * <pre>{@code
 * Timeouts timeouts = Timeouts.builder().all(Duration.ofSeconds(20)).contentEnd(Duration.ofMinutes(10)).build();
 * }</pre>
 */
public final class Timeouts {

  private static final Timeouts DEFAULTS = builder().build();

  private final Builder values;

  private Timeouts(Builder values) {
    this.values = values;
  }

  public static Timeouts defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * For each address, a proxy's handshake included; for the lookup of the host name as well. 30 s.
   */
  public Duration connect() {
    return values.connect;
  }

  /** For the TLS handshake. 1 minute. */
  public Duration tls() {
    return values.tls;
  }

  /** For the greeting. 5 minutes. */
  public Duration greeting() {
    return values.greeting;
  }

  /**
   * For each command and each line of an authentication but DATA, QUIT and the content. 5 minutes.
   */
  public Duration command() {
    return values.command;
  }

  /** For the answer to DATA. 2 minutes. */
  public Duration data() {
    return values.data;
  }

  /** For writing each block of the content, of up to 64 KiB. 3 minutes. */
  public Duration block() {
    return values.block;
  }

  /** For the answer to the end of the content. 10 minutes. */
  public Duration contentEnd() {
    return values.contentEnd;
  }

  /** For saying goodbye: the answer to QUIT and the end of TLS. 1 s. */
  public Duration quit() {
    return values.quit;
  }

  /** For one reply, or one write, in this phase. */
  public Duration of(Phase phase) {
    return switch (phase) {
      case CONNECT -> connect();
      case TLS -> tls();
      case GREETING -> greeting();
      case EHLO, HELO, STARTTLS, AUTH, RSET, MAIL, RCPT, COMMAND -> command();
      case DATA -> data();
      case CONTENT -> block();
      case CONTENT_END -> contentEnd();
      case QUIT -> quit();
    };
  }

  /** Builds {@link Timeouts}. Every duration is positive. */
  public static final class Builder {
    private Duration connect = Duration.ofSeconds(30);
    private Duration tls = Duration.ofMinutes(1);
    private Duration greeting = Duration.ofMinutes(5);
    private Duration command = Duration.ofMinutes(5);
    private Duration data = Duration.ofMinutes(2);
    private Duration block = Duration.ofMinutes(3);
    private Duration contentEnd = Duration.ofMinutes(10);
    private Duration quit = Duration.ofSeconds(1);

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.connect = connect;
      copy.tls = tls;
      copy.greeting = greeting;
      copy.command = command;
      copy.data = data;
      copy.block = block;
      copy.contentEnd = contentEnd;
      copy.quit = quit;
      return copy;
    }

    /** The same for every phase but QUIT, the answer to the end of the content included. */
    public Builder all(Duration each) {
      return connect(each)
          .tls(each)
          .greeting(each)
          .command(each)
          .data(each)
          .block(each)
          .contentEnd(each);
    }

    public Builder connect(Duration connect) {
      this.connect = positive(connect);
      return this;
    }

    public Builder tls(Duration tls) {
      this.tls = positive(tls);
      return this;
    }

    public Builder greeting(Duration greeting) {
      this.greeting = positive(greeting);
      return this;
    }

    public Builder command(Duration command) {
      this.command = positive(command);
      return this;
    }

    public Builder data(Duration data) {
      this.data = positive(data);
      return this;
    }

    public Builder block(Duration block) {
      this.block = positive(block);
      return this;
    }

    public Builder contentEnd(Duration contentEnd) {
      this.contentEnd = positive(contentEnd);
      return this;
    }

    public Builder quit(Duration quit) {
      this.quit = positive(quit);
      return this;
    }

    public Timeouts build() {
      return new Timeouts(copy());
    }

    private static Duration positive(Duration duration) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("a time-out must be positive: " + duration);
      }
      return duration;
    }
  }
}
