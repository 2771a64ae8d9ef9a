/**
 * One conversation with one SMTP server: connect, encrypt, authenticate, send messages, close.
 *
 * <p>It begins with a {@link dev.packetboat.smtp.SmtpClient}, which says where the server is, how
 * the connection is protected ({@link dev.packetboat.smtp.TlsMode}, {@link
 * dev.packetboat.smtp.TlsOptions}), who we are ({@link dev.packetboat.smtp.Credentials}) and how
 * long each phase may take ({@link dev.packetboat.smtp.Timeouts}). It is immutable and can be
 * shared. Each {@code connect()} gives an {@link dev.packetboat.smtp.SmtpSession}.
 *
 * <p>The session knows what the server offers ({@link dev.packetboat.smtp.Extensions}). It sends a
 * message in one call, {@code send(envelope, content)}, which costs as few round trips as the
 * server allows, in stages through a {@link dev.packetboat.smtp.Transaction}, or one of many that
 * do not wait for each other through a {@link dev.packetboat.smtp.Pipeline}. Each ends in a {@link
 * dev.packetboat.smtp.Receipt}: the server has taken responsibility for the message, for those
 * recipients whom it accepted.
 *
 * <p>LMTP (RFC 2033), the protocol by which a mailbox server takes its mail, is spoken by clients
 * that {@link dev.packetboat.smtp.SmtpClient#lmtp(String, int)} begins: the same in everything, but
 * that the end of a message is answered for each recipient.
 *
 * <p>What the server says is a value: a {@link dev.packetboat.smtp.Reply}, for each recipient a
 * {@link dev.packetboat.smtp.RecipientResult}. What broke is a {@link
 * dev.packetboat.smtp.SmtpException}, and it says in which {@link dev.packetboat.smtp.Phase}, and
 * whether the server may have the message all the same ({@link dev.packetboat.smtp.Acceptance}).
 *
 * <p>A {@link dev.packetboat.smtp.Transcript} shows every line, a {@link
 * dev.packetboat.smtp.SmtpListener} is told every step.
 */
@NullMarked
package dev.packetboat.smtp;

import org.jspecify.annotations.NullMarked;
