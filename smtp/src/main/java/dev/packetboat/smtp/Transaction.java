package dev.packetboat.smtp;

import dev.packetboat.mail.Address;
import dev.packetboat.mail.Content;
import dev.packetboat.mail.Recipient;
import dev.packetboat.mail.RecipientOptions;
import dev.packetboat.smtp.internal.Stages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A message in stages: recipients, then content in pieces, then {@link #commit()}. Without commit
 * nothing is delivered: {@link #close()} abandons what was begun, and so does every exception.
 *
 * <pre>{@code
 * try (Transaction transaction = session.begin("joe@example.com")) {
 *   Reply reply = transaction.addRecipient("ann@bigcorp.com");
 *   transaction.append("Subject: hello\r\n\r\n").append(Path.of("body.txt"));
 *   Receipt receipt = transaction.commit();
 * }
 * }</pre>
 *
 * <p>A transaction abandoned amid the content closes the connection, because only a final dot could
 * end the content otherwise. One thread at a time.
 */
public final class Transaction implements AutoCloseable {

  private final SmtpSession session;
  private final Stages stages;
  private boolean over;

  Transaction(SmtpSession session, Stages stages) {
    this.session = session;
    this.stages = stages;
  }

  /** See {@link #addRecipient(Address, RecipientOptions)}. */
  public Reply addRecipient(String recipient) throws SmtpException {
    return addRecipient(Address.parse(recipient), RecipientOptions.NONE);
  }

  /** See {@link #addRecipient(Address, RecipientOptions)}. */
  public Reply addRecipient(String recipient, RecipientOptions options) throws SmtpException {
    return addRecipient(Address.parse(recipient), options);
  }

  /** See {@link #addRecipient(Address, RecipientOptions)}. */
  public Reply addRecipient(Address recipient) throws SmtpException {
    return addRecipient(recipient, RecipientOptions.NONE);
  }

  /**
   * Names a recipient, before any content.
   *
   * @return what the server said: a refused recipient does not spoil the others
   */
  public Reply addRecipient(Address recipient, RecipientOptions options) throws SmtpException {
    return step(() -> stages.recipient(new Recipient(recipient, options)));
  }

  /** Appends text, in UTF-8. */
  public Transaction append(String text) throws SmtpException {
    return append(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends octets. */
  public Transaction append(byte[] octets) throws SmtpException {
    write(octets, 0, octets.length);
    return this;
  }

  /** Appends a file. */
  public Transaction append(Path file) throws SmtpException {
    return append(Content.of(file));
  }

  /** Appends all that the stream holds, and leaves it open. */
  public Transaction append(InputStream in) throws SmtpException {
    return step(
        () -> {
          stages.append(in);
          return this;
        });
  }

  /** Appends any content, such as {@code Content.clipboard()}. */
  public Transaction append(Content content) throws SmtpException {
    return step(
        () -> {
          stages.append(content);
          return this;
        });
  }

  /** Appends what is written to it. Closing it does not commit. */
  public OutputStream outputStream() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        Transaction.this.write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] octets, int offset, int length) throws IOException {
        Transaction.this.write(octets, offset, length);
      }
    };
  }

  private void write(byte[] octets, int offset, int length) throws SmtpException {
    step(
        () -> {
          stages.append(octets, offset, length);
          return this;
        });
  }

  /**
   * Ends the content and waits for the server's last word.
   *
   * @throws SmtpException.Refused when no recipient was accepted, or the server refused the message
   *     at its end
   * @throws SmtpException when something broke; {@link SmtpException#acceptance()} says whether the
   *     server may have it
   */
  public Receipt commit() throws SmtpException {
    return step(
        () -> {
          try {
            return new Receipt(stages.commit());
          } finally {
            abandon(); // whatever the server said, there is nothing left to add
          }
        });
  }

  /** Abandons the message where it was not committed. */
  @Override
  public void close() {
    session.abandon(this);
  }

  /** After this it is over, and nothing of it is delivered that was not committed. */
  void abandon() {
    if (!over) {
      over = true;
      stages.abandon();
      session.transactionOver();
    }
  }

  private <T> T step(SmtpSession.Action<T> action) throws SmtpException {
    if (over) {
      throw new IllegalStateException("the transaction is over");
    }
    try {
      return session.alone(action);
    } catch (SmtpException failed) {
      if (!failed.sessionUsable()) {
        abandon();
      }
      throw failed;
    }
  }
}
