package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static final Address ANN = Address.parse("ann@example.com");
  private static final Address BOB = Address.parse("bob@example.org");
  private static final RecipientOptions NEVER = RecipientOptions.notify(Notify.NEVER);

  @Test
  void recipientsKeepTheOrderInWhichTheyAreAdded() {
    Envelope envelope =
        Envelope.from("joe@example.com")
            .to("ann@example.com", "bob@example.org")
            .to(Address.parse("carl@example.net"))
            .to(Address.parse("dora@example.net"), NEVER)
            .to(Recipient.of(Address.parse("eve@example.net")))
            .to(List.of(Address.parse("frank@example.net")))
            .toRecipients(List.of(new Recipient(Address.parse("gil@example.net"), NEVER)));

    assertThat(envelope.sender()).contains(Address.parse("joe@example.com"));
    assertThat(envelope.recipients())
        .extracting(recipient -> recipient.address().localPart())
        .containsExactly("ann", "bob", "carl", "dora", "eve", "frank", "gil");
    assertThat(envelope.recipients())
        .extracting(Recipient::options)
        .containsExactly(
            RecipientOptions.NONE,
            RecipientOptions.NONE,
            RecipientOptions.NONE,
            NEVER,
            RecipientOptions.NONE,
            RecipientOptions.NONE,
            NEVER);
  }

  /** Domains differ in case only: it is one mailbox, and gets one copy. */
  @Test
  void anAddressNamedTwiceIsOneRecipientInItsFirstPlace() {
    Envelope envelope =
        Envelope.fromNullSender().to("ann@example.com", "bob@example.org", "ann@EXAMPLE.com");

    assertThat(envelope.recipients()).containsExactly(Recipient.of(ANN), Recipient.of(BOB));
    assertThat(envelope.to("Ann@example.com").recipients()).hasSize(3);
  }

  @Test
  void optionsOfARepeatedRecipientHoldWhereThereAreAny() {
    Envelope envelope = Envelope.fromNullSender().to(ANN, BOB);

    assertThat(envelope.to(ANN, NEVER).recipients())
        .containsExactly(new Recipient(ANN, NEVER), Recipient.of(BOB));
    assertThat(envelope.to(ANN, NEVER).to(ANN).recipients())
        .containsExactly(new Recipient(ANN, NEVER), Recipient.of(BOB));
  }

  @Test
  void aParameterReplacesTheEarlierOneOfItsKeyword() {
    Envelope envelope =
        Envelope.from("joe@example.com")
            .with(MailParameter.envelopeId("1"), MailParameter.size(10))
            .with(MailParameter.envelopeId("2"));

    assertThat(envelope.parameters())
        .containsExactly(MailParameter.envelopeId("2"), MailParameter.size(10));
  }

  @Test
  void addingGivesANewEnvelopeAndLeavesTheOld() {
    Envelope empty = Envelope.from("joe@example.com");

    assertThat(empty.to("ann@example.com").with(MailParameter.size(1))).isNotEqualTo(empty);
    assertThat(empty.recipients()).isEmpty();
    assertThat(empty.parameters()).isEmpty();
  }

  @Test
  void listsThatAreGivenCannotBeChanged() {
    Envelope envelope = Envelope.from("joe@example.com").to(ANN).with(MailParameter.size(1));

    assertThat(envelope.recipients()).isUnmodifiable();
    assertThat(envelope.parameters()).isUnmodifiable();
  }

  @Test
  void textsThatAreNoAddressesAreRefused() {
    Envelope envelope = Envelope.fromNullSender();

    assertThatThrownBy(() -> Envelope.from("<joe@example.com>"))
        .isInstanceOf(AddressSyntaxException.class);
    assertThatThrownBy(() -> envelope.to("ann@example.com", "a@b> NOTIFY=NEVER <c"))
        .isInstanceOf(AddressSyntaxException.class);
  }

  /** RFC 5321 §4.1.1.2, §4.1.1.3: only a forward-path may be the postmaster without a domain. */
  @Test
  void thePostmasterWithoutADomainIsARecipientAndNoSender() {
    assertThat(Envelope.fromNullSender().to("postmaster").recipients()).hasSize(1);
    assertThatThrownBy(() -> Envelope.from("postmaster"))
        .hasMessageEndingWith("only a recipient may lack a domain");
  }

  @Test
  void envelopesWithTheSameContentAreEqual() {
    Envelope envelope = Envelope.from("joe@example.com").to(ANN, BOB).with(MailParameter.size(1));

    assertThat(envelope)
        .isEqualTo(Envelope.from("joe@EXAMPLE.com").with(MailParameter.size(1)).to(ANN).to(BOB))
        .hasSameHashCodeAs(
            Envelope.from("joe@EXAMPLE.com").with(MailParameter.size(1)).to(ANN).to(BOB))
        .isNotEqualTo(Envelope.from("joe@example.com").to(BOB, ANN).with(MailParameter.size(1)))
        .isNotEqualTo(Envelope.fromNullSender().to(ANN, BOB).with(MailParameter.size(1)))
        .isNotEqualTo(Envelope.from("joe@example.com").to(ANN, BOB))
        .isNotEqualTo("joe@example.com");
  }

  @Test
  void itSaysItselfInOneLine() {
    assertThat(Envelope.from("joe@example.com").to(ANN, BOB).with(MailParameter.size(1)))
        .hasToString("<joe@example.com> to <ann@example.com> <bob@example.org> SIZE=1");
    assertThat(Envelope.fromNullSender()).hasToString("<> to");
  }
}
