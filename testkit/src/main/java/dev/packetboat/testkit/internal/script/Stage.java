package dev.packetboat.testkit.internal.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * What the connections of one script share with each other and with the test. Safe for use by many
 * threads.
 */
public final class Stage {

  private record Point(CountDownLatch reached, CountDownLatch released) {}

  private final Map<String, Point> points = new ConcurrentHashMap<>();
  private final List<byte[]> contents = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Optional<SSLContext> tls;
  private final Duration patience;

  public Stage(Set<String> names, Optional<SSLContext> tls, Duration patience) {
    this.tls = tls;
    this.patience = patience;
    names.forEach(
        name -> points.put(name, new Point(new CountDownLatch(1), new CountDownLatch(1))));
  }

  public Duration patience() {
    return patience;
  }

  SSLContext tls() {
    return tls.orElseThrow();
  }

  /** Whether the script came to the point in time. */
  public boolean awaitReached(String name) throws InterruptedException {
    return await(point(name).reached);
  }

  public void release(String name) {
    point(name).released.countDown();
  }

  void reached(String name) {
    point(name).reached.countDown();
  }

  boolean awaitReleased(String name) throws InterruptedException {
    return await(point(name).released);
  }

  void awaitClosing() throws InterruptedException {
    closing.await();
  }

  /** Ends every stall. */
  public void close() {
    closing.countDown();
  }

  void keep(byte[] content) {
    contents.add(content);
  }

  public List<byte[]> contents() {
    return List.copyOf(contents);
  }

  private Point point(String name) {
    Point point = points.get(name);
    if (point == null) {
      throw new IllegalArgumentException(
          "the script has no [hold " + name + "] or [stall " + name + "]");
    }
    return point;
  }

  private boolean await(CountDownLatch latch) throws InterruptedException {
    return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
