package dev.packetboat.cli;

import java.io.IOException;
import java.util.List;

/** The messages of one after those of the other. */
final class JoinedSources implements Sources {

  private final List<Sources> parts;
  private final int size;

  JoinedSources(List<Sources> parts) {
    this.parts = List.copyOf(parts);
    int sum = 0;
    for (Sources part : parts) {
      sum = Math.addExact(sum, part.size());
    }
    size = sum;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Source get(int number) {
    int rest = number;
    for (Sources part : parts) {
      if (rest < part.size()) {
        return part.get(rest);
      }
      rest -= part.size();
    }
    throw new IndexOutOfBoundsException(number);
  }

  @Override
  public void close() throws IOException {
    for (Sources part : parts) {
      part.close();
    }
  }
}
