/**
 * Servers of mail and names for tests: of this project, and of everybody who sends mail.
 *
 * <p>There is no mock here. Each server listens at a real socket of the loopback address, so that a
 * test sees what a client does with a real connection: what it sends, in which order, and what
 * becomes of it when the other side answers, refuses, waits or is gone. Which one to take depends
 * on what the test is about.
 *
 * <ul>
 *   <li><b>What the client says</b>: {@link dev.packetboat.testkit.ScriptedServer} plays a
 *       transcript, line by line. The transcript is the assertion: where the client leaves it, the
 *       test fails with the script beside what was said.
 *   <li><b>What arrives</b>: {@link dev.packetboat.testkit.MailServer} is a small and strict SMTP
 *       server that keeps each {@link dev.packetboat.testkit.ReceivedMessage}. It offers {@link
 *       dev.packetboat.testkit.Extension}s, TLS and logins as the test wants them.
 *   <li><b>What the client does in trouble</b>: a {@link dev.packetboat.testkit.Rule} makes that
 *       server refuse, wait, fall silent or hang up at a {@link dev.packetboat.testkit.Moment} of
 *       the session, always or the first few times.
 *   <li><b>Where the client goes</b>: a {@link dev.packetboat.testkit.World} is a {@link
 *       dev.packetboat.testkit.NameServer} and a mail server for each host that its {@link
 *       dev.packetboat.testkit.Zone} names. Hosts go down and come up, names fail by {@link
 *       dev.packetboat.testkit.DnsFault}, and each message says which host took it.
 *   <li><b>How a client that is not known to the letter behaves</b>: {@link
 *       dev.packetboat.testkit.DialogueServer} plays a {@link dev.packetboat.testkit.Dialogue} of
 *       patterns and reports the faults.
 * </ul>
 *
 * <p>{@link dev.packetboat.testkit.TestCertificates} is an authority made for the occasion; it
 * signs the {@link dev.packetboat.testkit.TestIdentity} of servers and clients, also of ones whose
 * certificate has expired.
 *
 * <p>A test waits for what it needs, and never sleeps: {@link
 * dev.packetboat.testkit.MailServer#awaitMessages} and {@link
 * dev.packetboat.testkit.MailServer#awaitEvent} return as soon as it is there; a script stops at
 * {@code [hold NAME]} until the test says go. Nothing waits for ever: each wait has its limit, and
 * then says what was missing. {@code close()} leaves no thread and no socket behind.
 *
 * {@snippet lang=java class="dev.packetboat.testkit.ExamplesTest" region="everything" :
 * TestCertificates authority = TestCertificates.authority();
 * try (MailServer server =
 *     MailServer.builder()
 *         .implicitTls(authority.server("localhost", "127.0.0.1"))
 *         .extensions(Extension.PIPELINING, Extension.SIZE)
 *         .rule(Rule.rejectRecipient("nobody@mx.test", "550 5.1.1 no such user"))
 *         .rule(Rule.replyTo(Moment.MAIL, "451 4.3.0 disk full").first(1))
 *         .start()) {
 *
 *   send(server.host(), server.port(), authority.clientContext());
 *
 *   ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(5)).getFirst();
 *   assertThat(message.recipients()).containsExactly("ann@mx.test");
 *   assertThat(message.tls()).isPresent();
 * }
 * }
 */
@NullMarked
package dev.packetboat.testkit;

import org.jspecify.annotations.NullMarked;
