package dev.packetboat.bench.runner;

import java.util.List;

/** What came of a scenario. */
public record Result(String name, String title, String unit, String measured, List<Row> rows) {}
