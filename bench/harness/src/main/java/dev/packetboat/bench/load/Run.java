package dev.packetboat.bench.load;

/** Connections that are open. */
public interface Run extends AutoCloseable {

  /**
   * Sends so many messages and returns when all of them were taken.
   *
   * @throws Exception where one was not
   */
  void send(int messages) throws Exception;

  @Override
  void close() throws Exception;
}
