package dev.packetboat.interop;

import dev.packetboat.smtp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real sendmail in a folder of its own. What it takes stays in its queue until that is run; then
 * each message is written to a file.
 */
final class SendmailServer implements HoldingServer {

  /** Mail to this domain cannot be delivered now, however often it is tried. */
  static final String LATER = "later.test";

  private final int port = Programs.freePort();
  private final Unpacked sendmail;
  private final Path folder;
  private final Process process;

  private SendmailServer() throws IOException {
    sendmail = Unpacked.of("sendmail-bin", "usr/libexec/sendmail/sendmail");
    folder = Programs.folder("sendmail");
    Files.createDirectory(folder.resolve("queue"));
    Files.createDirectory(folder.resolve("taken"));
    Programs.run("chown", "nobody", folder + "/taken");
    Files.writeString(
        folder.resolve("keep"), "cat >\"$1/$2.part\" && mv \"$1/$2.part\" \"$1/$2.eml\"\n");
    Files.writeString(folder.resolve("later"), "exit 75 # EX_TEMPFAIL\n");
    Files.writeString(folder.resolve("sendmail.cf"), configuration());
    Path output = folder.resolve("output");
    process = Programs.start(output, command("-bD"));
    Programs.awaitPort(port, process, output);
  }

  private List<String> command(String option) {
    return sendmail.command(
        folder, "sendmail.test", "smmta", "-C" + folder + "/sendmail.cf", option);
  }

  static SendmailServer start() {
    try {
      return new SendmailServer();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String configuration() {
    return """
    V10/Berkeley
    Djsendmail.test
    DnMAILER-DAEMON
    O QueueDirectory=%1$s/queue
    O PidFile=%1$s/pid
    O DaemonPortOptions=Name=MTA, Addr=127.0.0.1, Port=%2$d
    O DeliveryMode=queueonly
    O SendMimeErrors=True
    O DeliverByMin=0
    O MaxMessageSize=%3$d
    O EightBitMode=pass8
    O DefaultUser=nobody
    O Timeout.ident=0
    O QueueLA=10000
    O RefuseLA=10000
    Troot daemon
    HReceived: from $s by $j with $r id $i; $b
    H%6$s: $>refused

    S3
    R$* < $* > $*\t$2
    S0
    R$* @ %5$s\t$#error $@ 5.1.1 $: "550 Nobody here"
    R$* @ %7$s\t$#local $: $1 @ %7$s
    R$+\t$#keep $: $1
    S4
    Scheck_mail
    R$* < %4$s > $*\t$#error $@ 5.7.1 $: "550 Not from you"
    R%4$s\t$#error $@ 5.7.1 $: "550 Not from you"
    Srefused
    R$*\t$#error $@ 5.7.1 $: "550 Not with this field"

    Mkeep, P=/bin/sh, F=lsSu8mn, E=\\n, T=DNS/RFC822/X-Unix, A=sh %1$s/keep %1$s/taken $i $u
    Mlocal, P=/bin/sh, F=lsSu8mn, E=\\n, T=DNS/RFC822/X-Unix, A=sh %1$s/later $u
    Mprog, P=/bin/sh, F=lsSu8mn, A=sh -c $u
    """
        .formatted(folder, port, LIMIT, BLOCKED, NOBODY, REFUSED_FIELD, LATER);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String idIn(Reply taken) {
    return taken.messages().getFirst().split(" ")[0];
  }

  @Override
  public Map<String, String> queue() {
    return Programs.texts(folder.resolve("queue"), "qf", "");
  }

  /** Delivers what is in the queue, as far as that can be done now. */
  void runQueue() {
    Programs.run(command("-q").toArray(String[]::new));
  }

  /** The messages that it wrote so far, by its names for them. */
  Map<String, String> taken() {
    return Programs.texts(folder.resolve("taken"), "", ".eml");
  }

  @Override
  public void close() {
    Programs.end(process);
    Programs.delete(folder);
  }
}
