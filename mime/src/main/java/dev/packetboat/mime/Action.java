package dev.packetboat.mime;

import java.util.Optional;
import java.util.stream.Stream;

/** What became of a message for a recipient, as a report has it (RFC 3464 §2.3.3). */
public enum Action {
  /** It could not be delivered, and nobody tries any more. */
  FAILED,
  /** It could not be delivered so far, and will be tried again. */
  DELAYED,
  /** It was delivered to the recipient, or to whoever hands it to the recipient. */
  DELIVERED,
  /** It was passed on to where reports are not known: there may be no further news. */
  RELAYED,
  /** It was delivered to the address and sent on from there to several others. */
  EXPANDED;

  /** The action that is written like this, in any case of letters. */
  static Optional<Action> of(String text) {
    return Stream.of(values()).filter(action -> action.name().equalsIgnoreCase(text)).findFirst();
  }
}
