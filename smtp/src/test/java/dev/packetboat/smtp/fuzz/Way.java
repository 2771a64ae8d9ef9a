package dev.packetboat.smtp.fuzz;

import dev.packetboat.mail.MailParameter;
import dev.packetboat.mail.Recipient;
import dev.packetboat.smtp.Pipeline;
import dev.packetboat.smtp.Reply;
import dev.packetboat.smtp.Sending;
import dev.packetboat.smtp.SmtpException;
import dev.packetboat.smtp.SmtpSession;
import dev.packetboat.smtp.Transaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A way to send. Each takes as many letters as it needs, and claims of every one that it took what
 * became of it.
 */
enum Way {
  AT_ONCE {
    @Override
    void send(SmtpSession session, Supplier<Letter> letters, Claims claims, Chance chance) {
      Letter letter = letters.get();
      try {
        claims.add(new Claims.Sent(letter, session.send(letter.envelope(), letter.content())));
      } catch (SmtpException failed) {
        claims.add(new Claims.Failed(letter, failed, session.isUsable()));
      }
    }
  },
  HELD_BACK {
    @Override
    void send(SmtpSession session, Supplier<Letter> letters, Claims claims, Chance chance) {
      Letter letter = letters.get();
      try {
        session.send(
            letter.envelope(),
            letter.content(),
            recipients -> {
              throw new IOException("not this one");
            });
        claims.complaints.add("letter " + letter.number() + " was sent though it was held back");
      } catch (SmtpException failed) {
        claims.add(new Claims.Failed(letter, failed, session.isUsable()));
        claims.add(new Claims.Dropped(letter, session.isUsable()));
      }
    }
  },
  IN_A_PIPELINE {
    @Override
    void send(SmtpSession session, Supplier<Letter> letters, Claims claims, Chance chance) {
      Map<Letter, Sending> sent = new LinkedHashMap<>();
      try (Pipeline pipeline = session.pipeline()) {
        for (int more = chance.between(2, 6); more > 0; more--) {
          Letter letter = letters.get();
          sent.put(letter, pipeline.send(letter.envelope(), letter.content()));
          if (chance.percent(10)) {
            pipeline.flush();
          }
        }
      }
      sent.forEach((letter, sending) -> claims.add(claim(letter, sending, claims)));
      claims.add(new Claims.Together(List.copyOf(sent.values())));
    }
  },
  IN_STAGES {
    @Override
    void send(SmtpSession session, Supplier<Letter> letters, Claims claims, Chance chance) {
      Letter letter = letters.get();
      try (Transaction transaction = begin(session, letter)) {
        recipients(transaction, letter, claims);
        append(transaction, letter.octets(), chance);
        claims.add(new Claims.Sent(letter, transaction.commit()));
      } catch (SmtpException failed) {
        claims.add(new Claims.Failed(letter, failed, session.isUsable()));
      }
    }
  },
  ABANDONED {
    @Override
    void send(SmtpSession session, Supplier<Letter> letters, Claims claims, Chance chance) {
      Letter letter = letters.get();
      int stage = chance.below(3);
      try (Transaction transaction = begin(session, letter)) {
        if (stage > 0) {
          recipients(transaction, letter, claims);
        }
        if (stage > 1) {
          append(transaction, letter.octets(), chance);
        }
      } catch (SmtpException failed) {
        claims.add(new Claims.Failed(letter, failed, session.isUsable()));
      }
      claims.add(new Claims.Dropped(letter, session.isUsable()));
    }
  };

  abstract void send(SmtpSession session, Supplier<Letter> letters, Claims claims, Chance chance);

  private static Claims.Claim claim(Letter letter, Sending sending, Claims claims) {
    if (!sending.isDecided()) {
      claims.complaints.add("letter " + letter.number() + " is not decided");
    }
    try {
      return new Claims.Sent(letter, sending.receipt());
    } catch (SmtpException failed) {
      return new Claims.Failed(letter, failed, failed.sessionUsable());
    }
  }

  private static Transaction begin(SmtpSession session, Letter letter) throws SmtpException {
    MailParameter[] parameters = letter.envelope().parameters().toArray(MailParameter[]::new);
    return letter.envelope().sender().isPresent()
        ? session.begin(letter.envelope().sender().get(), parameters)
        : session.begin("", parameters);
  }

  private static void recipients(Transaction transaction, Letter letter, Claims claims)
      throws SmtpException {
    for (Recipient recipient : letter.envelope().recipients()) {
      Reply reply = transaction.addRecipient(recipient.address(), recipient.options());
      claims.add(new Claims.Named(recipient, reply));
    }
  }

  private static void append(Transaction transaction, byte[] octets, Chance chance)
      throws SmtpException {
    int from = 0;
    for (int cut : chance.cuts(chance.below(4), octets.length)) {
      transaction.append(Arrays.copyOfRange(octets, from, cut));
      from = cut;
    }
    transaction.append(new ByteArrayInputStream(octets, from, octets.length - from));
  }
}
