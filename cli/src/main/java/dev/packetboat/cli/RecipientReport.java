package dev.packetboat.cli;

import dev.packetboat.smtp.ConnectAttempt;
import dev.packetboat.smtp.Reply;
import java.util.List;
import java.util.Optional;

/**
 * What became of the message for one recipient.
 *
 * @param address as it stands in the envelope, or the text that is no address
 * @param hop the server that spoke; empty for an outcome of our own
 * @param reply what it said
 * @param ownStatus the enhanced status code of an outcome of our own
 * @param reason in words, where the reply does not say it all
 * @param attempts addresses that were tried before
 */
record RecipientReport(
    String address,
    Status status,
    Optional<Hop> hop,
    Optional<Reply> reply,
    Optional<String> ownStatus,
    Optional<String> reason,
    List<Attempt> attempts) {

  /** The server at the other end. */
  record Hop(String host, String ip, int port, Optional<String> tls) {}

  /** A host that could not be used; its address is empty where that is not known. */
  record Attempt(String host, Optional<String> ip, String error) {

    static Attempt of(String host, ConnectAttempt attempt) {
      return new Attempt(
          host, Optional.of(attempt.address().getAddress().getHostAddress()), attempt.error());
    }
  }

  /** By a server's reply. */
  static RecipientReport answered(String address, Hop hop, Reply reply) {
    Status status =
        reply.isPositive()
            ? Status.DELIVERED
            : reply.isPermanent() ? Status.FAILED : Status.DEFERRED;
    return new RecipientReport(
        address,
        status,
        Optional.of(hop),
        Optional.of(reply),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Without a server's word. */
  static RecipientReport own(String address, Status status, String enhanced, String reason) {
    return new RecipientReport(
        address,
        status,
        Optional.empty(),
        Optional.empty(),
        Optional.of(enhanced),
        Optional.of(reason),
        List.of());
  }

  /** The same, but to be tried again, for a reason that is not the recipient's. */
  RecipientReport deferred(String why) {
    return new RecipientReport(
        address, Status.DEFERRED, hop, reply, ownStatus, Optional.of(why), attempts);
  }

  /** The same, with something that was wanted and could not be had. */
  RecipientReport noting(String what) {
    return new RecipientReport(address, status, hop, reply, ownStatus, Optional.of(what), attempts);
  }

  RecipientReport attempts(List<Attempt> before) {
    return new RecipientReport(address, status, hop, reply, ownStatus, reason, before);
  }

  /**
   * The server's enhanced status code, or our own where no server spoke: never made up for a reply.
   */
  Optional<String> enhanced() {
    return reply.isPresent() ? reply.get().enhanced().map(Object::toString) : ownStatus;
  }
}
