package dev.packetboat.mime.internal.sevenbit;

import dev.packetboat.mail.ConversionRefusedException;
import java.util.Optional;

/** In which form a body of 7 bit has what it had before. */
final class Choice {

  private Choice() {}

  /**
   * The form that this body takes; empty where it stays as it is.
   *
   * @throws ConversionRefusedException if it is more than 7 bit and must stay as it is
   */
  static Optional<Form> of(Entity entity, BodyFacts facts) throws ConversionRefusedException {
    if (facts.isSevenBit() && !(isOctets(entity) && facts.hasBareEnd())) {
      return Optional.empty();
    }
    if (!entity.refusal().isEmpty()) {
      throw entity.refuse(entity.refusal() + ", and is not 7 bit");
    }
    return Optional.of(
        entity.isPlain() ? form(entity.type(), entity, facts) : again(entity, facts));
  }

  private static Form form(ContentType type, Entity entity, BodyFacts facts) {
    boolean odd = facts.has(Octets.NUL) || !type.isText() && facts.hasOtherEnd();
    if (isOctets(entity) || odd) {
      return Form.OCTETS;
    }
    // RFC 2045 §6.7, §6.8: of lines, the ends are CRLF.
    return type.isText() && facts.isMostlyAscii() ? Form.QUOTED_PRINTABLE : Form.LINES;
  }

  /** Whether its line ends are no line ends (RFC 2045 §2.9). */
  private static boolean isOctets(Entity entity) {
    return entity.header().encoding().equals("binary") && !entity.type().isText();
  }

  /** What is encoded already. */
  private static Form again(Entity entity, BodyFacts facts) throws ConversionRefusedException {
    String encoding = entity.header().encoding();
    if (encoding.equals("base64") && !facts.has(Octets.NOT_BASE64)) {
      return Form.FOLDED;
    }
    throw entity.refuse(
        encoding.equals("base64") || encoding.equals("quoted-printable")
            ? "is said to be in " + encoding + ", and is not"
            : "is in an encoding that is not known, and is not 7 bit");
  }
}
