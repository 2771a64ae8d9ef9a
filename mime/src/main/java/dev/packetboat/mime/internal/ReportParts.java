package dev.packetboat.mime.internal;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.LeftOut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parts of a report that programs read (RFC 6522 §3), and whether it is one. */
public final class ReportParts {

  /** How much of the fields is read, in octets. */
  static final int LONGEST_STATUS = 4 << 20;

  private static final String KIND = "delivery-status";

  // RFC 3464 §2, RFC 6533 §4
  private static final Set<String> STATUS =
      Set.of("message/delivery-status", "message/global-delivery-status");

  // RFC 6522 §3 and §4, RFC 6533 §4
  private static final Set<String> MESSAGE = Set.of("message/rfc822", "message/global");
  private static final Set<String> HEADER =
      Set.of("text/rfc822-headers", "message/rfc822-headers", "message/global-headers");

  private final List<String> statuses = new ArrayList<>();
  private final List<LeftOut> faults = new ArrayList<>();
  private Optional<PartContent> returned = Optional.empty();
  private boolean isReport;

  private ReportParts() {}

  /** Reads a message as far as it takes to know. */
  public static ReportParts read(Content content) throws IOException {
    ReportParts parts = new ReportParts();
    try (PartReader reader = new PartReader(content)) {
      parts.readAll(content, reader);
    }
    return parts;
  }

  private void readAll(Content content, PartReader reader) throws IOException {
    boolean complete = false;
    for (int index = 0; !complete && reader.next(); index++) {
      // RFC 6522 §3: a report of another kind
      if (reader.reportType().filter(kind -> !kind.equals(KIND)).isPresent()) {
        return;
      }
      if (STATUS.contains(reader.type())) {
        readStatus(reader.body());
      } else if (returned.isEmpty() && reader.depth() > 0) {
        returned = returned(content, index, reader.type());
      }
      complete = reader.depth() == 0 || returned.isPresent() && !statuses.isEmpty();
    }
    isReport =
        !statuses.isEmpty()
            || reader.messageType().equals("multipart/report")
                && reader.reportType().filter(KIND::equals).isPresent();
    if (statuses.isEmpty()) {
      faults.add(new LeftOut("", "there is no part message/delivery-status"));
    }
    if (reader.isBroken()) {
      faults.add(new LeftOut("", "the rest cannot be read as parts of a message"));
    }
  }

  private static Optional<PartContent> returned(Content content, int index, String type) {
    boolean isHeader = HEADER.contains(type);
    return isHeader || MESSAGE.contains(type)
        ? Optional.of(new PartContent(content, index, isHeader))
        : Optional.empty();
  }

  private void readStatus(InputStream body) throws IOException {
    int before = statuses.stream().mapToInt(String::length).sum();
    byte[] octets = body.readNBytes(LONGEST_STATUS - before);
    statuses.add(new String(octets, StandardCharsets.UTF_8));
    if (body.read() >= 0) {
      faults.add(new LeftOut("", "only " + LONGEST_STATUS + " octets of the fields are read"));
    }
  }

  /** Whether it is a report on delivery. */
  public boolean isReport() {
    return isReport;
  }

  /** What each part with fields contains. */
  public List<String> statuses() {
    return statuses;
  }

  /** The message that came back, or its header. */
  public Optional<PartContent> returned() {
    return returned;
  }

  /** What is missing. */
  public List<LeftOut> faults() {
    return faults;
  }
}
