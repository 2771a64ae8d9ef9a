package dev.packetboat.delivery;

import java.util.Objects;

/**
 * Why an outcome is what it is, where a server's reply does not say it all. Codes are stable and
 * may become more; the text is for people.
 *
 * @param code such as {@code connect} or {@code null-mx}
 * @param text in words
 */
public record Reason(String code, String text) {

  /** No address of the host could be connected to. */
  public static final String CONNECT = "connect";

  /** Every host refused the connection or did not answer: the provider may block the port. */
  public static final String PORT_BLOCKED = "port-blocked";

  /** The name servers gave no answer, or one that leads nowhere. */
  public static final String LOOKUP = "lookup";

  /** The domain takes no mail (RFC 7505). */
  public static final String NULL_MX = "null-mx";

  /** There is no such domain. */
  public static final String NO_SUCH_DOMAIN = "no-such-domain";

  /** No host of the domain has an address. */
  public static final String NO_ADDRESS = "no-address";

  /** Mail for the domain would come back to this host. */
  public static final String LOOP = "loop";

  /** The text is no address. */
  public static final String BAD_ADDRESS = "bad-address";

  /** The address of the host is one that must not be connected to. */
  public static final String FORBIDDEN_ADDRESS = "forbidden-address";

  /** TLS is required and not to be had, or the certificate was not accepted. */
  public static final String TLS = "tls";

  /** The server did not accept who we are. */
  public static final String CREDENTIALS = "credentials";

  /** A deadline passed. */
  public static final String TIMEOUT = "timeout";

  /** The connection was lost. */
  public static final String CONNECTION_LOST = "connection-lost";

  /** The server said what no server may say at that point. */
  public static final String PROTOCOL = "protocol";

  /** The message needs something that the server does not offer. */
  public static final String UNSUPPORTED = "unsupported";

  /** The content could not be read, or holds what no message may hold. */
  public static final String CONTENT = "content";

  /** The delivery was cancelled before the message was complete. */
  public static final String CANCELLED = "cancelled";

  /** Nothing was tried for this recipient. */
  public static final String NOT_ATTEMPTED = "not-attempted";

  /** A {@link DeliveryHook} held the message back. */
  public static final String VETOED = "vetoed";

  /** What a server said, though it was not about this recipient. */
  public static final String SERVER = "server";

  /** It was delivered, and no notification was asked for, since the server does not offer DSN. */
  public static final String NO_NOTIFICATION = "no-notification";

  /** A fault of this program, or of what it was given. */
  public static final String FAULT = "fault";

  /** Why something is what it is. */
  public Reason {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
  }

  /** The words. */
  @Override
  public String toString() {
    return text;
  }
}
