package dev.packetboat.bench.vertx;

import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.DriverMain;
import dev.packetboat.bench.load.Letter;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client with as many pooled connections as the load says, and as many messages under way: each
 * reply has the next one sent.
 */
public final class VertxMail implements Driver {

  public static void main(String[] arguments) throws Exception {
    DriverMain.run(new VertxMail(), arguments);
  }

  @Override
  public String name() {
    return "Vert.x mail client";
  }

  @Override
  public String version() {
    return Driver.versionOf(MailClient.class);
  }

  @Override
  public Run open(Load load) {
    return new Client(load);
  }

  private static final class Client implements Run {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    private final MailClient client;
    private final MailMessage message;
    private final int atOnce;

    Client(Load load) {
      atOnce = load.connections();
      MailConfig config =
          new MailConfig(load.host(), load.port())
              .setOwnHostname("bench.test")
              .setMaxPoolSize(load.connections())
              .setStarttls(load.tls() ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED);
      if (load.tls()) {
        config.setTrustOptions(
            new PfxOptions()
                .setPath(System.getProperty("javax.net.ssl.trustStore"))
                .setPassword(System.getProperty("javax.net.ssl.trustStorePassword")));
      }
      client = MailClient.create(vertx, config);
      message =
          new MailMessage()
              .setFrom("joe@bench.test")
              .setTo(load.recipientAddresses())
              .setSubject(Letter.SUBJECT)
              .setText(load.letter().body().replace("\r\n", "\n"));
    }

    @Override
    public void send(int messages) throws Exception {
      Promise<Void> done = Promise.promise();
      AtomicInteger toBegin = new AtomicInteger(messages);
      AtomicInteger toEnd = new AtomicInteger(messages);
      for (int i = 0; i < atOnce; i++) {
        next(toBegin, toEnd, done);
      }
      done.future().toCompletionStage().toCompletableFuture().get();
    }

    private void next(AtomicInteger toBegin, AtomicInteger toEnd, Promise<Void> done) {
      if (toBegin.getAndDecrement() > 0) {
        client
            .sendMail(message)
            .onFailure(done::tryFail)
            .onSuccess(
                taken -> {
                  if (toEnd.decrementAndGet() == 0) {
                    done.complete();
                  }
                  next(toBegin, toEnd, done);
                });
      }
    }

    @Override
    public void close() throws Exception {
      client.close().toCompletionStage().toCompletableFuture().get();
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }
}
