package dev.packetboat.delivery;

import dev.packetboat.mail.Domain;
import dev.packetboat.routing.Route;
import dev.packetboat.smtp.SmtpEvent;

/** Something that happened in a delivery. */
public sealed interface DeliveryEvent {

  /** The name of the job. */
  String jobId();

  /** A job has begun. */
  record Started(String jobId) implements DeliveryEvent {}

  /** It is known where mail for a domain goes. */
  record Routed(String jobId, Domain domain, Route route) implements DeliveryEvent {}

  /** Something happened in a session with this host. */
  record InSession(String jobId, String host, SmtpEvent event) implements DeliveryEvent {}

  /** A connection that was kept is used again. */
  record Reused(String jobId, Hop hop) implements DeliveryEvent {}

  /** A host did not take it, or could not be asked; the next one is tried if there is one. */
  record HostFailed(String jobId, Attempt attempt) implements DeliveryEvent {}

  /** A recipient's outcome is known. */
  record OutcomeKnown(String jobId, RecipientReport report) implements DeliveryEvent {}

  /** All outcomes are known. */
  record Finished(String jobId, DeliveryReport report) implements DeliveryEvent {}
}
