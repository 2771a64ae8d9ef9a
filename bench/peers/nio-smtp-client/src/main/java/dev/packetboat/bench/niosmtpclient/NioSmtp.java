package dev.packetboat.bench.niosmtpclient;

import com.hubspot.smtp.client.SmtpClientResponse;
import com.hubspot.smtp.client.SmtpSession;
import com.hubspot.smtp.client.SmtpSessionConfig;
import com.hubspot.smtp.client.SmtpSessionFactory;
import com.hubspot.smtp.client.SmtpSessionFactoryConfig;
import com.hubspot.smtp.messages.MessageContent;
import com.hubspot.smtp.messages.MessageContentEncoding;
import dev.packetboat.bench.load.Driver;
import dev.packetboat.bench.load.DriverMain;
import dev.packetboat.bench.load.Load;
import dev.packetboat.bench.load.Run;
import io.netty.buffer.Unpooled;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Sessions on event loops, the next message of each begun where the last one's reply is read. */
public final class NioSmtp implements Driver {

  public static void main(String[] arguments) throws Exception {
    DriverMain.run(new NioSmtp(), arguments);
  }

  @Override
  public String name() {
    return "NioSmtpClient";
  }

  @Override
  public String version() {
    return Driver.versionOf(SmtpSession.class);
  }

  @Override
  public Run open(Load load) throws Exception {
    return new Sessions(load);
  }

  private static final class Sessions implements Run {

    private final NioEventLoopGroup loops = new NioEventLoopGroup();
    private final SmtpSessionFactory factory;
    private final List<SmtpSession> sessions = new ArrayList<>();
    private final List<String> recipients;
    private final byte[] letter;

    Sessions(Load load) throws Exception {
      recipients = load.recipientAddresses();
      letter = load.letter().octets();
      factory =
          new SmtpSessionFactory(
              SmtpSessionFactoryConfig.builder()
                  .eventLoopGroup(loops)
                  .channelClass(NioSocketChannel.class)
                  // The reply is handled where it was read: another thread would only cost.
                  .executor(Runnable::run)
                  .sslEngineSupplier(NioSmtp::clientEngine)
                  .build());
      for (int i = 0; i < load.connections(); i++) {
        sessions.add(connect(load));
      }
    }

    private SmtpSession connect(Load load) throws Exception {
      SmtpSessionConfig config =
          SmtpSessionConfig.builder()
              .remoteAddress(new InetSocketAddress(load.host(), load.port()))
              .build();
      SmtpSession session = factory.connect(config).get().getSession();
      ehlo(session);
      if (load.tls()) {
        taken(session.startTls().get());
        ehlo(session);
      }
      return session;
    }

    private static void ehlo(SmtpSession session) throws Exception {
      taken(session.send(new DefaultSmtpRequest(SmtpCommand.EHLO, "bench.test")).get());
    }

    @Override
    public void send(int messages) throws Exception {
      List<CompletableFuture<Void>> sending = new ArrayList<>();
      for (int i = 0; i < sessions.size(); i++) {
        int share = messages / sessions.size() + (i < messages % sessions.size() ? 1 : 0);
        CompletableFuture<Void> done = new CompletableFuture<>();
        sending.add(done);
        next(sessions.get(i), share, done);
      }
      CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new)).get();
    }

    private void next(SmtpSession session, int left, CompletableFuture<Void> done) {
      if (left == 0) {
        done.complete(null);
        return;
      }
      MessageContent content =
          MessageContent.of(Unpooled.wrappedBuffer(letter), MessageContentEncoding.SEVEN_BIT);
      session
          .send("joe@bench.test", recipients, content)
          .whenComplete(
              (response, failure) -> {
                if (failure != null) {
                  done.completeExceptionally(failure);
                } else if (response.containsError()) {
                  done.completeExceptionally(new IllegalStateException(response.toString()));
                } else {
                  next(session, left - 1, done);
                }
              });
    }

    @Override
    public void close() throws Exception {
      for (SmtpSession session : sessions) {
        session.close().get();
      }
      factory.close();
      loops.shutdownGracefully();
    }
  }

  private static void taken(SmtpClientResponse response) {
    if (response.containsError()) {
      throw new IllegalStateException(response.toString());
    }
  }

  private static SSLEngine clientEngine() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      return engine;
    } catch (NoSuchAlgorithmException noTls) {
      throw new IllegalStateException(noTls);
    }
  }
}
