package dev.packetboat.delivery;

import dev.packetboat.mail.Message;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A message that is to be delivered, under a name, with what is to be called on the way. Immutable.
 *
 * {@snippet class="dev.packetboat.delivery.ExamplesTest" region="job" :
 * DeliveryJob job =
 *     DeliveryJob.of(message)
 *         .id("invoice-4711")
 *         .hook((of, hop, recipients) -> journal.add("may be at " + hop))
 *         .onOutcome(recipient -> journal.add(recipient.toString()))
 *         .build();
 * Delivery delivery = mailer.submit(job);
 * DeliveryReport report = delivery.report().join();
 * }
 */
public final class DeliveryJob {

  private final String id;
  private final Message message;
  private final DeliveryHook hook;
  private final Consumer<RecipientReport> onOutcome;

  private DeliveryJob(Builder builder) {
    id = builder.id;
    message = builder.message;
    hook = builder.hook;
    onOutcome = builder.onOutcome;
  }

  /** A job for this message. */
  public static Builder of(Message message) {
    return new Builder(message);
  }

  /** Its name in reports and events. */
  public String id() {
    return id;
  }

  public Message message() {
    return message;
  }

  public DeliveryHook hook() {
    return hook;
  }

  /** Is told each recipient's outcome as soon as it is known. */
  public Consumer<RecipientReport> onOutcome() {
    return onOutcome;
  }

  @Override
  public String toString() {
    return id + " " + message;
  }

  /** Builds a {@link DeliveryJob}. Not thread-safe. */
  public static final class Builder {
    private final Message message;
    private String id = UUID.randomUUID().toString();
    private DeliveryHook hook = DeliveryHook.none();
    private Consumer<RecipientReport> onOutcome = report -> {};

    private Builder(Message message) {
      this.message = Objects.requireNonNull(message, "message");
    }

    /** Its name in reports and events; a random one, if not set. */
    public Builder id(String id) {
      this.id = Objects.requireNonNull(id, "id");
      return this;
    }

    /** Is called before the end of the content is written. */
    public Builder hook(DeliveryHook hook) {
      this.hook = Objects.requireNonNull(hook, "hook");
      return this;
    }

    /**
     * Is told each recipient's outcome as soon as it is known, on the thread that found it out, one
     * at a time.
     */
    public Builder onOutcome(Consumer<RecipientReport> listener) {
      this.onOutcome = Objects.requireNonNull(listener, "listener");
      return this;
    }

    public DeliveryJob build() {
      return new DeliveryJob(this);
    }
  }
}
