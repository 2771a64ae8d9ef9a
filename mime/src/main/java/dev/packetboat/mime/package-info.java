/**
 * Composing a message, and re-encoding one: what its writer says becomes octets that every mail
 * reader understands.
 *
 * <ol>
 *   <li><b>Who writes to whom.</b> {@link dev.packetboat.mime.Composer} begins with who it is from
 *       and takes recipients as addresses, or as {@link dev.packetboat.mime.Mailbox} where readers
 *       shall see a name. All of them are on the envelope of the message; blind copies are there
 *       and nowhere else.
 *   <li><b>What it says.</b> A text, the same in HTML, images that the HTML shows, attachments.
 *       Texts are in UTF-8 and travel as they are where that is safe, else in quoted-printable or
 *       base64, whichever is shorter. Attachments arrive octet for octet: in base64, unless they
 *       are text that can travel as it is, or messages, which no encoding may hide.
 *   <li><b>The header.</b> Names, subject and file names are encoded where they are not ASCII, long
 *       lines folded. No control character gets in, so that no value becomes a field of its own.
 *       Date and Message-ID are made of a clock and a random source, which can be set.
 *   <li><b>The message.</b> {@link dev.packetboat.mime.Composer#build} checks the whole, and gives
 *       a {@link dev.packetboat.mail.Message}. Its content can be read any number of times, from
 *       several threads; attached files are read then, piece by piece, and never held in memory.
 * </ol>
 *
 * {@snippet class="ExamplesTest" region="compose" :
 * Message letter =
 *     Composer.from("Joe Doe", "joe@example.com")
 *         .to("ann@example.org")
 *         .subject("Grüße")
 *         .text("Hello Ann, this is our logo.")
 *         .html("<p>Hello Ann, this is our logo: <img src=\"cid:logo\">")
 *         .inline("logo", logo)
 *         .attach(report)
 *         .build();
 * }
 *
 * <p>A message that comes from elsewhere, and is more than 7 bit, is brought into a form that every
 * server takes by {@link dev.packetboat.mime.SevenBit}; or it is refused, where that would make
 * another message of it.
 *
 * {@snippet class="ExamplesTest" region="sevenBit" :
 * Content ascii = SevenBit.convert(letter);
 * }
 */
@NullMarked
package dev.packetboat.mime;

import org.jspecify.annotations.NullMarked;
