package dev.packetboat.delivery.internal;

import dev.packetboat.delivery.Hop;
import dev.packetboat.routing.HostAddresses;
import dev.packetboat.routing.Route;
import dev.packetboat.smtp.Receipt;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.TlsInfo;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * What Flight Recorder can record of deliveries: lookups, connects, TLS, transactions. As long as
 * there was never a recording no event is made: to load their classes takes longer than to send a
 * message.
 */
final class FlightRecords {

  private FlightRecords() {}

  private static boolean isRecording() {
    return FlightRecorder.isInitialized();
  }

  /** A question to the router. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws InterruptedException;
  }

  /** Asks for the route of a domain. */
  static Route route(String domain, Question<Route> question) throws InterruptedException {
    if (!isRecording()) {
      return question.ask();
    }
    Lookup event = new Lookup();
    event.begin();
    Route route = question.ask();
    if (event.shouldCommit()) {
      event.name = domain;
      event.question = "route";
      event.answer = route.toString();
    }
    event.commit();
    return route;
  }

  /** Asks for the addresses of a host. */
  static HostAddresses lookup(String host, Question<HostAddresses> question)
      throws InterruptedException {
    if (!isRecording()) {
      return question.ask();
    }
    Lookup event = new Lookup();
    event.begin();
    HostAddresses addresses = question.ask();
    if (event.shouldCommit()) {
      event.name = host;
      event.question = "addresses";
      event.answer = addresses.toString();
    }
    event.commit();
    return addresses;
  }

  /** A connection is encrypted from here on. */
  static void encrypted(String job, String host, TlsInfo tls) {
    if (!isRecording()) {
      return;
    }
    Tls event = new Tls();
    if (event.shouldCommit()) {
      event.job = job;
      event.host = host;
      event.protocol = tls.protocol();
      event.cipherSuite = tls.cipherSuite();
      event.verified = tls.isVerified();
    }
    event.commit();
  }

  /** A question to name servers. */
  @Name("dev.packetboat.Lookup")
  @Label("Mail Exchanger Lookup")
  @Category({"Packetboat", "Delivery"})
  @Description("A question to name servers")
  @StackTrace(false)
  static final class Lookup extends Event {
    @Label("Name")
    @Nullable String name;

    @Label("Question")
    @Nullable String question;

    @Label("Answer")
    @Nullable String answer;
  }

  /** From the first packet to a session that can take mail, or to the failure. */
  static final class Connecting {
    private final @Nullable Connect event;

    private Connecting(@Nullable Connect event) {
      this.event = event;
    }

    static Connecting begin() {
      if (!isRecording()) {
        return new Connecting(null);
      }
      Connect event = new Connect();
      event.begin();
      return new Connecting(event);
    }

    void end(String job, Target target, Heard heard, Optional<SmtpException> failure) {
      if (event != null) {
        event.of(job, target, heard);
        event.error = failure.map(Throwable::getMessage).orElse(null);
        event.commit();
      }
    }
  }

  @Name("dev.packetboat.Connect")
  @Label("SMTP Connect")
  @Category({"Packetboat", "Delivery"})
  @Description("Connection, greeting, EHLO, TLS and authentication")
  @StackTrace(false)
  static final class Connect extends Event {
    @Label("Job")
    @Nullable String job;

    @Label("Host")
    @Nullable String host;

    @Label("Address")
    @Nullable String address;

    @Label("Port")
    int port;

    @Label("Error")
    @Nullable String error;

    void of(String jobId, Target target, Heard heard) {
      if (shouldCommit()) {
        job = jobId;
        host = target.host();
        port = target.port();
        address = heard.server().map(server -> server.getAddress().getHostAddress()).orElse(null);
      }
    }
  }

  /** A connection was encrypted. */
  @Name("dev.packetboat.Tls")
  @Label("SMTP TLS")
  @Category({"Packetboat", "Delivery"})
  @Description("A connection was encrypted")
  @StackTrace(false)
  static final class Tls extends Event {
    @Label("Job")
    @Nullable String job;

    @Label("Host")
    @Nullable String host;

    @Label("Protocol")
    @Nullable String protocol;

    @Label("Cipher Suite")
    @Nullable String cipherSuite;

    @Label("Verified")
    boolean verified;
  }

  /** One message to one server. */
  static final class Sending {
    private final @Nullable Transaction event;

    private Sending(@Nullable Transaction event) {
      this.event = event;
    }

    static Sending begin(String job, Hop hop, int recipients) {
      if (!isRecording()) {
        return new Sending(null);
      }
      Transaction event = new Transaction();
      event.begin();
      event.of(job, hop, recipients);
      return new Sending(event);
    }

    void took(Receipt receipt) {
      if (event != null) {
        event.took(receipt);
      }
    }

    void failed(SmtpException failure) {
      if (event != null) {
        event.failed(failure);
      }
    }

    void end() {
      if (event != null) {
        event.commit();
      }
    }
  }

  @Name("dev.packetboat.Transaction")
  @Label("SMTP Transaction")
  @Category({"Packetboat", "Delivery"})
  @Description("One message to one server, from MAIL to the answer to its end")
  @StackTrace(false)
  static final class Transaction extends Event {
    @Label("Job")
    @Nullable String job;

    @Label("Host")
    @Nullable String host;

    @Label("Recipients")
    int recipients;

    @Label("Accepted")
    int accepted;

    @Label("Size")
    @DataAmount
    long size;

    @Label("Result")
    @Nullable String result;

    void of(String jobId, Hop hop, int count) {
      job = jobId;
      host = hop.host();
      recipients = count;
    }

    void took(Receipt receipt) {
      accepted = receipt.accepted().size();
      size = receipt.size();
    }

    void failed(SmtpException failure) {
      result = failure.getMessage();
    }
  }
}
