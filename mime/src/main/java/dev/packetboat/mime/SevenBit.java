package dev.packetboat.mime;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.ConversionRefusedException;
import dev.packetboat.mime.internal.sevenbit.Conversion;
import java.io.IOException;

/**
 * Re-encodes a message for servers that take only 7 bit and lines of at most 998 octets (RFC 6152
 * §3).
 *
 * {@snippet class="ExamplesTest" region="sevenBit" :
 * Content ascii = SevenBit.convert(letter);
 * }
 *
 * {@code SevenBit::convert} is the {@link dev.packetboat.mail.ContentConverter} that clients and
 * mailers can be given.
 *
 * <p>Each part that is more than that becomes quoted-printable, if it is text and mostly ASCII,
 * else base64, with its Content-Transfer-Encoding replaced where it stands, or added to the end of
 * its header. What is decoded of it is what was there before, with CRLF between the lines of a
 * text. Attached messages are converted by their own parts. All other parts and fields stay octet
 * for octet as they were, but for line ends.
 *
 * <p>A message that does not know of MIME gets its fields: as UTF-8 where it is that, else as
 * {@code unknown-8bit} (RFC 1428 §3).
 *
 * <p>Nothing is converted, and the message refused as a whole, where the result would be another
 * message than it was, or where it is not certain what it is:
 *
 * <ul>
 *   <li>inside of {@code multipart/signed} and {@code multipart/encrypted}, and of messages, also
 *       attached ones, with a DKIM-Signature or ARC-Message-Signature. So convert first, and sign
 *       then (RFC 6376 §5.3).
 *   <li>a header that is not ASCII, which is a matter of SMTPUTF8, or has lines that are too long;
 *   <li>text before the first part of a multipart or after its last one;
 *   <li>{@code message/partial}, {@code message/external-body} and other kinds of messages that no
 *       encoding may hide, but not {@code message/global}, which takes any;
 *   <li>what is said to be in quoted-printable or base64 and is not. Base64 in long lines gets
 *       shorter ones;
 *   <li>what readers understand in different ways: a field twice, a Content-Type that is not clear,
 *       a boundary that is also the beginning of another one, a header without an end.
 * </ul>
 */
public final class SevenBit {

  private SevenBit() {}

  /**
   * The message in 7 bit: itself, where it is that already. It is read now, more than once, and
   * again each time the result is, in constant memory and without files.
   *
   * @return a content that knows its size, and whose lines end in CRLF where it is another one; it
   *     fails to be read where the message is no longer what it was
   * @throws ConversionRefusedException if it cannot be converted; the exception says what and why
   * @throws IOException if it cannot be read
   */
  public static Content convert(Content message) throws IOException {
    return Conversion.of(message);
  }
}
