package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, which compares them with these regions. */
class ExamplesTest {

  @Test
  void address() {
    // @start region="address" :
    Address ann = Address.parse("\"ann o'hara\"@Example.com");
    String localPart = ann.localPart(); // ann o'hara
    Domain domain = ann.domain().orElseThrow(); // Example.com
    String written = ann.toString(); // "ann o'hara"@Example.com
    // @end
    assertThat(localPart).isEqualTo("ann o'hara");
    assertThat(domain).isEqualTo(Domain.parse("example.com"));
    assertThat(written).isEqualTo("\"ann o'hara\"@Example.com");
  }

  @Test
  void addressList() {
    // @start region="addressList" :
    AddressList list = AddressList.parse("Ann <ann@example.com>, friends: bob@example.org, eve;");
    List<Address> certain = list.addresses(); // ann@example.com, bob@example.org
    List<LeftOut> others = list.leftOut(); // eve: has no domain
    // @end
    assertThat(certain).hasToString("[ann@example.com, bob@example.org]");
    assertThat(others).containsExactly(new LeftOut("eve", "has no domain"));
  }

  @Test
  void domain() {
    // @start region="domain" :
    Domain domain = Domain.parse("bücher.example");
    String asked = domain.ascii(); // xn--bcher-kva.example, what DNS is asked for
    String shown = domain.unicode(); // bücher.example
    Optional<InetAddress> ip = Domain.parse("[192.0.2.1]").literalAddress();
    // @end
    assertThat(asked).isEqualTo("xn--bcher-kva.example");
    assertThat(shown).isEqualTo("bücher.example");
    assertThat(ip).map(InetAddress::getHostAddress).contains("192.0.2.1");
  }

  @Test
  void envelope() {
    // @start region="envelope" :
    Envelope envelope =
        Envelope.from("joe@example.com")
            .to("ann@example.com", "bob@example.org")
            .to(Address.parse("eve@example.net"), RecipientOptions.notify(Notify.NEVER));
    // @end
    assertThat(envelope.recipients()).hasSize(3);
  }

  @Test
  void mailParameter() {
    // @start region="mailParameter" :
    Envelope envelope =
        Envelope.from("joe@example.com")
            .to("ann@example.com")
            .with(
                MailParameter.returnContent(ReturnContent.HEADERS),
                MailParameter.envelopeId("QQ 314159").required());
    // @end
    assertThat(envelope.parameters()).hasToString("[RET=HDRS, ENVID=QQ+20314159]");
  }

  @Test
  void recipientOptions() {
    // @start region="recipientOptions" :
    RecipientOptions options =
        RecipientOptions.notify(Notify.FAILURE, Notify.DELAY).originalRecipient("ann@example.com");
    // @end
    assertThat(options).hasToString("NOTIFY=FAILURE,DELAY ORCPT=rfc822;ann@example.com");
  }

  @Test
  void content() throws IOException {
    InputStream in = new ByteArrayInputStream(new byte[] {'a'});
    OutputStream out = new ByteArrayOutputStream();
    // @start region="content" :
    Content note = Content.of("Subject: hello\r\n\r\nAnn, call me.\r\n");
    Content letter = Content.of(Path.of("letter.eml"));
    try (SpooledContent piped = Content.spool(in)) {
      piped.writeTo(out);
    }
    // @end
    assertThat(note.size()).hasValue(33);
    assertThat(letter.size()).isEmpty();
    assertThat(out).hasToString("a");
  }

  @Test
  void messageHeader() throws IOException {
    Content letter = Content.of("From: joe@example.com\nTo: ann@example.com\n\n");
    // @start region="messageHeader" :
    MessageHeader header = MessageHeader.read(letter);
    Envelope envelope = Envelope.from(header.sender().orElseThrow()).to(header.recipients());
    // @end
    assertThat(envelope).hasToString("<joe@example.com> to <ann@example.com>");
  }

  @Test
  void message() throws IOException {
    Content written = Content.of("From: joe@example.com\nTo: ann@example.com, nobody\n\n");
    // @start region="message" :
    Message letter = Message.of(written);
    Message note =
        Message.of(
            Envelope.from("joe@example.com").to("ann@example.org"),
            Content.of("Subject: hello\r\n\r\nAnn, call me.\r\n"));
    // @end
    assertThat(letter).hasToString("<joe@example.com> to <ann@example.com>");
    assertThat(letter.leftOut()).containsExactly(new LeftOut("nobody", "has no domain"));
    assertThat(note).hasToString("<joe@example.com> to <ann@example.org>");
  }
}
