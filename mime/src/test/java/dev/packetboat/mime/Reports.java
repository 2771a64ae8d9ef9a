package dev.packetboat.mime;

import dev.packetboat.mail.Content;
import java.io.IOException;

/** Reports of a few lines. */
final class Reports {

  private Reports() {}

  /** A report whose fields are these, with a letter that came back. */
  static String source(String fields) {
    return """
    From: MAILER-DAEMON@mx.example
    To: joe@example.com
    Subject: Undelivered
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: text/plain

    It could not be delivered.

    --b
    Content-Type: message/delivery-status

    %s
    --b
    Content-Type: message/rfc822

    From: joe@example.com
    To: ann@example.org
    Message-ID: <1@example.com>
    Subject: hello

    Ann, call me.

    --b--
    """
        .formatted(fields);
  }

  static DeliveryNotification withFields(String fields) throws IOException {
    return read(source(fields));
  }

  static DeliveryNotification read(String source) throws IOException {
    return DeliveryNotification.read(Content.of(source)).orElseThrow();
  }

  /** A report on one recipient that has this field besides. */
  static ReportedRecipient recipientWith(String field) throws IOException {
    return withFields("Reporting-MTA: dns; mx.example\n\nX-First: 1\n" + field + "\n")
        .recipients()
        .getFirst();
  }
}
