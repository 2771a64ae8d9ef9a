package dev.packetboat.bench.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;

/**
 * One connection of a sink: from the socket through the delay line to the conversation, and back.
 */
final class Link {

  private static final Logger LOG = Logger.getLogger(Link.class.getName());
  // As much as a path of a few GB/s holds in 20 ms: beyond that the client waits.
  private static final long MOST_ON_THE_WAY = 64L << 20;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final DelayLine line;
  private final Optional<SSLContext> tlsContext;
  private final Replies replies = new Replies();
  private final Conversation conversation;
  private final Queue<ByteBuffer> unwritten = new ArrayDeque<>();
  private Optional<TlsLayer> tls = Optional.empty();
  private boolean inputEnded;
  private long onTheWay;

  Link(SocketChannel channel, SelectionKey key, DelayLine line, Offer offer, Tally tally) {
    this.channel = channel;
    this.key = key;
    this.line = line;
    this.tlsContext = offer.tls();
    this.conversation = new Conversation(offer, tally, replies);
    // A connection is known to both after one turn, and the greeting takes another.
    line.pass(() -> line.pass(() -> attempt(this::greet)));
  }

  /** Reads what has come, into a buffer that others use too. */
  void read(byte[] shared) {
    attempt(
        () -> {
          int count = channel.read(ByteBuffer.wrap(shared));
          if (count < 0) {
            inputEnded = true;
            showInterest();
            line.pass(this::close);
          } else if (line.isInstant()) {
            arrived(shared, count);
          } else {
            delay(shared, count);
          }
        });
  }

  private void delay(byte[] shared, int count) {
    byte[] octets = Arrays.copyOf(shared, count);
    onTheWay += count;
    showInterest();
    line.pass(
        () ->
            attempt(
                () -> {
                  onTheWay -= count;
                  showInterest();
                  arrived(octets, count);
                }));
  }

  private void greet() throws IOException {
    conversation.greet();
    answer();
  }

  private void arrived(byte[] octets, int count) throws IOException {
    if (tls.isPresent()) {
      TlsLayer layer = tls.get();
      layer.arrived(octets, count, (plain, length) -> conversation.take(plain, 0, length));
      write(layer.outgoing());
    } else {
      conversation.take(octets, 0, count);
    }
    answer();
  }

  private void answer() throws IOException {
    byte[] reply = replies.take();
    if (reply.length > 0) {
      write(tls.isPresent() ? tls.get().wrap(reply) : ByteBuffer.wrap(reply));
    }
    if (replies.isTlsAsked()) {
      replies.tlsStarted();
      conversation.encrypted();
      tls = Optional.of(new TlsLayer(tlsContext.orElseThrow()));
    }
    if (replies.isEnded() && unwritten.isEmpty()) {
      close();
    }
  }

  private void write(ByteBuffer octets) throws IOException {
    if (unwritten.isEmpty() && octets.hasRemaining()) {
      channel.write(octets);
    }
    if (octets.hasRemaining()) {
      unwritten.add(octets);
      showInterest();
    }
  }

  /** Writes what could not be written before. */
  void writeMore() {
    attempt(
        () -> {
          ByteBuffer next = unwritten.peek();
          while (next != null) {
            channel.write(next);
            if (next.hasRemaining()) {
              return;
            }
            unwritten.remove();
            next = unwritten.peek();
          }
          showInterest();
          answer();
        });
  }

  private void showInterest() {
    if (key.isValid()) {
      int interest =
          (!inputEnded && onTheWay < MOST_ON_THE_WAY ? SelectionKey.OP_READ : 0)
              | (unwritten.isEmpty() ? 0 : SelectionKey.OP_WRITE);
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** A connection that breaks is closed, and the others go on. */
  private void attempt(Step step) {
    try {
      if (channel.isOpen()) {
        step.run();
      }
    } catch (IOException | RuntimeException broken) {
      LOG.log(Level.FINE, "a connection broke", broken);
      close();
    }
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException unclosed) {
      LOG.log(Level.FINE, "a connection could not be closed", unclosed);
    }
  }
}
