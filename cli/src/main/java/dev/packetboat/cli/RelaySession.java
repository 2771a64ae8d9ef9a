package dev.packetboat.cli;

import dev.packetboat.smtp.SmtpClient;
import dev.packetboat.smtp.SmtpEvent;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session that is opened when it is needed and replaced when it broke. One thread sends; any
 * thread may interrupt.
 */
final class RelaySession implements AutoCloseable {

  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final SmtpClient client;
  private final String host;
  private final ProgressBar bar;
  private volatile @Nullable SmtpSession session;
  private volatile @Nullable Thread worker;
  private volatile boolean ending;
  private volatile boolean interrupted;
  private Optional<InetSocketAddress> address = Optional.empty();
  private Optional<String> tls = Optional.empty();

  RelaySession(SmtpClient.Builder client, String host, ProgressBar bar) {
    this.client = client.listener(this::onEvent).build();
    this.host = host;
    this.bar = bar;
  }

  private void onEvent(SmtpEvent event) {
    switch (event) {
      case SmtpEvent.Connected connected -> {
        address = Optional.of(connected.address());
        tls = Optional.empty();
      }
      case SmtpEvent.Encrypted encrypted -> tls = Optional.of(encrypted.tls().protocol());
      case SmtpEvent.ContentProgress progress -> bar.progress(progress);
      case SmtpEvent.ContentEnding end -> ending = true;
      case SmtpEvent.Connecting e -> {}
      case SmtpEvent.NotConnected e -> {}
      case SmtpEvent.Greeted e -> {}
      case SmtpEvent.Offered e -> {}
      case SmtpEvent.Authenticated e -> {}
      case SmtpEvent.SenderAnswered e -> {}
      case SmtpEvent.RecipientAnswered e -> {}
      case SmtpEvent.Accepted e -> {}
      case SmtpEvent.Closed e -> {}
    }
  }

  /** Sends one message; tells {@code stop} why no other needs to be tried. */
  MessageReport send(Letter letter, Consumer<String> stop) {
    Reports reports = new Reports(letter, host);
    worker = Thread.currentThread();
    try {
      SmtpSession open = open();
      return reports.accepted(hop().orElseThrow(), open.send(letter.envelope(), letter.content()));
    } catch (SmtpException failure) {
      if (!failure.sessionUsable()) {
        close();
      }
      if (Reports.stopsRun(failure)) {
        stop.accept(String.valueOf(failure.getMessage()));
      }
      return reports.failed(hop(), failure);
    } finally {
      ending = false;
      worker = null;
    }
  }

  private SmtpSession open() throws SmtpException {
    SmtpSession open = session;
    if (open == null || !open.isUsable()) {
      open = client.connect();
      session = open;
      if (interrupted) {
        open.cancel();
      }
    }
    return open;
  }

  private Optional<RecipientReport.Hop> hop() {
    return address.map(
        at -> new RecipientReport.Hop(host, at.getAddress().getHostAddress(), at.getPort(), tls));
  }

  /** Content that is complete is waited for; everything else ends at once. */
  void interrupt() {
    interrupted = true;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (ending && System.nanoTime() < deadline) {
      LockSupport.parkNanos(10_000_000);
    }
    SmtpSession open = session;
    Thread busy = worker;
    if (open != null && busy != null) {
      open.cancel();
    } else if (busy != null) {
      busy.interrupt();
    }
  }

  @Override
  public void close() {
    SmtpSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }
}
