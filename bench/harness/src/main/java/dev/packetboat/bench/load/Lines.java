package dev.packetboat.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several connections of a blocking client, each on a platform thread of its own. */
public final class Lines implements Run {

  private final List<Run> lines = new ArrayList<>();
  private final ExecutorService threads;

  private Lines(int count) {
    threads = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().factory());
  }

  /** Opens as many connections as the load says. */
  public static Run open(Load load, Callable<Run> line) throws Exception {
    Lines opened = new Lines(load.connections());
    for (int i = 0; i < load.connections(); i++) {
      opened.lines.add(line.call());
    }
    return opened;
  }

  @Override
  public void send(int messages) throws Exception {
    List<Future<?>> sending = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Run line = lines.get(i);
      int share = messages / lines.size() + (i < messages % lines.size() ? 1 : 0);
      sending.add(
          threads.submit(
              () -> {
                line.send(share);
                return share;
              }));
    }
    for (Future<?> one : sending) {
      one.get();
    }
  }

  @Override
  public void close() throws Exception {
    for (Run line : lines) {
      line.close();
    }
    threads.shutdown();
  }
}
