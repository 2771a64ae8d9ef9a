/**
 * Composing a message: what its writer says becomes octets that every mail reader understands.
 * Re-encoding one for servers that take no more than 7 bit. And reading what comes back when it
 * could not be delivered.
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
 *   <li><b>Servers that take no more than 7 bit.</b> {@link dev.packetboat.mime.SevenBit}
 *       re-encodes a message that comes from elsewhere, part by part; or refuses to, where that
 *       would make another message of it.
 *   <li><b>What comes back.</b> A {@link dev.packetboat.mime.DeliveryNotification} is a mail that
 *       reports on the delivery of another. It says of each {@link
 *       dev.packetboat.mime.ReportedRecipient} what became of it and why, and which message it is
 *       about: by the envelope id that this was sent with, or by the {@link
 *       dev.packetboat.mime.ReturnedMessage}. All other mail is told apart from it.
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
 */
@NullMarked
package dev.packetboat.mime;

import org.jspecify.annotations.NullMarked;
