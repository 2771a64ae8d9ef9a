package dev.packetboat.interop;

import dev.packetboat.smtp.Reply;
import java.util.Map;

/**
 * A real mail server that delivers nothing: what it takes stays in its queue. It refuses the sender
 * {@value #BLOCKED}, everybody at {@value #NOBODY}, messages with a field {@value #REFUSED_FIELD},
 * and those of more than {@value #LIMIT} octets.
 */
interface HoldingServer extends AutoCloseable {

  String BLOCKED = "blocked@client.test";
  String NOBODY = "nobody.test";
  String REFUSED_FIELD = "X-Refuse";
  int LIMIT = 40_000;

  int port();

  /** What the server calls the message that it took with this reply. */
  String idIn(Reply taken);

  /**
   * Every message in the queue by the server's name for it, with its header as it is kept there.
   */
  Map<String, String> queue();

  @Override
  void close();
}
