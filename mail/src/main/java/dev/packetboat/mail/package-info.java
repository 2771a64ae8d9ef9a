/**
 * The vocabulary of outbound mail: what is sent, and to whom. Everything else speaks in these
 * words, and nothing here opens a connection or asks a name server.
 *
 * <p>A letter has an envelope, and a content that the post does not read. It takes four steps to
 * have both.
 *
 * <ol>
 *   <li><b>The content.</b> {@link dev.packetboat.mail.Content} is a message as octets, header and
 *       body: a file, a text, bytes, what was left in a stream ({@link
 *       dev.packetboat.mail.SpooledContent}), what a {@link dev.packetboat.mail.ContentWriter}
 *       writes, or what the clipboard holds. It can be read any number of times, because a second
 *       server may want it when the first one has failed.
 *   <li><b>Who and to whom.</b> {@link dev.packetboat.mail.MessageHeader} reads the header of a
 *       content and says who sends it ({@code Sender}, else the only {@code From}) and whom it is
 *       for ({@code To}, {@code Cc}, {@code Bcc}, or those of the last sending where it was sent
 *       on). The value of each such field is an {@link dev.packetboat.mail.AddressList}, which
 *       gives the addresses that are certain and names, as {@link dev.packetboat.mail.LeftOut},
 *       what it left out. An application that knows the recipients anyway has no need of this step.
 *   <li><b>The addresses.</b> An {@link dev.packetboat.mail.Address} is a local part and a {@link
 *       dev.packetboat.mail.Domain}; {@link dev.packetboat.mail.Address#parse} takes one that
 *       stands alone, and nothing that could be more than one. A domain knows its form in ASCII,
 *       which DNS is asked for, and an address literal its IP address.
 *   <li><b>The envelope.</b> {@link dev.packetboat.mail.Envelope} holds the sender, or the null
 *       sender of a report, and each {@link dev.packetboat.mail.Recipient} once, with what is asked
 *       for it ({@link dev.packetboat.mail.RecipientOptions}), and what is asked for the whole
 *       message ({@link dev.packetboat.mail.MailParameter}).
 * </ol>
 *
 * <p>Whatever is in an envelope can be written in a command as it is: addresses are written from
 * what was understood and not from what was given, and neither they nor the parameters contain a
 * control character. Everything here is immutable and may be shared between threads; nothing takes
 * or returns null.
 *
 * {@snippet class="ExamplesTest" region="messageHeader" :
 * MessageHeader header = MessageHeader.read(letter);
 * Envelope envelope = Envelope.from(header.sender().orElseThrow()).to(header.recipients());
 * }
 */
@NullMarked
package dev.packetboat.mail;

import org.jspecify.annotations.NullMarked;
