package dev.packetboat.bench.runner;

import java.util.Collection;

/** The middle of some values, and the least and greatest of them. */
public record Statistics(double median, double least, double greatest) {

  /**
   * Of these.
   *
   * @throws IllegalArgumentException where there are none
   */
  static Statistics of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Statistics(median, sorted[0], sorted[sorted.length - 1]);
  }
}
