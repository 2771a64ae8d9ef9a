package dev.packetboat.interop;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code packetboat send --json} of one message came to. */
record Sent(int status, JsonNode report, List<String> otherLines) {

  static Sent of(Ran ran) {
    List<String> lines = ran.output().lines().toList();
    List<String> reports = lines.stream().filter(line -> line.startsWith("{")).toList();
    if (reports.size() != 1) {
      throw new AssertionError("not one report: " + ran);
    }
    return new Sent(
        ran.status(),
        new JsonMapper().readTree(reports.getFirst()),
        lines.stream().filter(line -> !line.startsWith("{")).toList());
  }

  /** What is said of a recipient; an empty text for null. */
  String of(String address, String field) {
    for (JsonNode recipient : report.get("recipients")) {
      if (recipient.get("address").asString().equals(address)) {
        return recipient.get(field).asString("");
      }
    }
    throw new AssertionError(address + " is not in " + report);
  }

  String statusOf(String address) {
    return of(address, "status");
  }

  /** The hosts that were tried before, each with what came of it. */
  List<String> attempts(String address) {
    return report
        .get("recipients")
        .valueStream()
        .filter(recipient -> recipient.get("address").asString().equals(address))
        .flatMap(recipient -> recipient.get("attempts").valueStream())
        .map(attempt -> attempt.get("host").asString() + ": " + attempt.get("error").asString())
        .toList();
  }
}
