package dev.packetboat.testkit.internal.server;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is made when it is first asked for. Safe for use by several threads. */
public final class Lazily<T> implements Supplier<T> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<T> maker;
  private @Nullable T made;

  public Lazily(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    lock.lock();
    try {
      T known = made;
      if (known == null) {
        known = maker.get();
        made = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }
}
