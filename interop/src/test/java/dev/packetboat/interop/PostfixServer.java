package dev.packetboat.interop;

import dev.packetboat.smtp.Reply;
import dev.packetboat.testkit.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Postfix in a folder of its own. It takes mail for everybody and writes each message to a
 * file, octet for octet but with LF for CRLF, behind the trace header that it adds.
 */
final class PostfixServer implements HoldingServer {

  private static final String POSTFIX = "/usr/sbin/postfix";
  private static final String MASTER = "/usr/lib/postfix/sbin/master";

  private final Path folder;
  private final Process process;
  private final InetSocketAddress address;
  private final int tlsPort;

  private PostfixServer(Builder builder) throws IOException {
    Programs.assumeInstalled("postfix", MASTER);
    folder = Programs.folder("postfix");
    address = builder.address.orElseGet(PostfixServer::freeAddress);
    tlsPort = Programs.freePort();
    builder.write(folder, address, tlsPort);
    Path log = folder.resolve("log");
    String etc = folder.resolve("etc").toString();
    Programs.run(POSTFIX, "-c", etc, "check");
    process = Programs.start(log, List.of(MASTER, "-c", etc, "-d"));
    Programs.awaitGreeting(address, process, log);
  }

  private static InetSocketAddress freeAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Programs.freePort());
  }

  static Builder builder() {
    return new Builder();
  }

  static PostfixServer start() {
    return builder().start();
  }

  /** One that keeps everything in its queue. */
  static PostfixServer holding() {
    return builder()
        .set(
            "smtpd_sender_restrictions",
            "check_sender_access inline:{{" + BLOCKED + " = 550 5.7.1 Not from you}}")
        .set(
            "smtpd_recipient_restrictions",
            "check_recipient_access inline:{{"
                + NOBODY
                + " = 550 5.1.1 Nobody here}}, check_recipient_access static:HOLD,"
                + " permit_mynetworks, reject")
        .set("header_checks", "pcre:{{/^" + REFUSED_FIELD + ":/ REJECT Not with this field}}")
        .set("message_size_limit", Integer.toString(LIMIT))
        .set("smtpd_error_sleep_time", "0")
        .set("smtpd_soft_error_limit", "10000")
        .set("smtpd_hard_error_limit", "10000")
        .start();
  }

  /** Takes mail, with STARTTLS where it has a certificate. */
  @Override
  public int port() {
    return address.getPort();
  }

  /** Takes mail over implicit TLS. */
  int tlsPort() {
    return tlsPort;
  }

  /** Waits for so many messages; gives each as it was written, the oldest first. */
  List<byte[]> awaitMessages(int count) {
    Programs.await(() -> files().size() >= count, count + " messages; " + log());
    return files().stream().map(PostfixServer::read).toList();
  }

  /** Waits for the message that it took with this reply, "2.0.0 Ok: queued as ...". */
  String awaitMessage(String reply) {
    Path file = folder.resolve("taken").resolve(queueId(reply) + ".eml");
    Programs.await(() -> Files.exists(file), file + "; " + log());
    return new String(read(file), StandardCharsets.ISO_8859_1);
  }

  /** The recipients of the message that it took with this reply. */
  List<String> awaitRecipients(String reply) {
    String id = queueId(reply);
    Programs.await(() -> log().contains(" " + id + ": removed"), id + " delivered; " + log());
    return Pattern.compile(" " + id + ": to=<([^>]*)>.* status=sent")
        .matcher(log())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Override
  public String idIn(Reply taken) {
    return queueId(taken.text());
  }

  @Override
  public Map<String, String> queue() {
    return Programs.texts(folder.resolve("queue/hold"), "", "");
  }

  /** The messages that it wrote so far, by its names for them. */
  Map<String, String> taken() {
    return Programs.texts(folder.resolve("taken"), "", ".eml");
  }

  private static String queueId(String reply) {
    return reply.substring(reply.lastIndexOf(' ') + 1);
  }

  void awaitBlockedClient() {
    Programs.awaitBlockedClient(address);
  }

  /** Stops what takes content from those that talk with clients, so that these get stuck. */
  void stopTakingContent() {
    children("cleanup").forEach(child -> Programs.run("kill", "-STOP", Long.toString(child.pid())));
  }

  /** Ends the processes that talk with clients as a fault would: at once. */
  void killConversations() {
    Stream.concat(children("smtpd"), children("cleanup")).forEach(ProcessHandle::destroyForcibly);
  }

  private Stream<ProcessHandle> children(String program) {
    return process
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/" + program));
  }

  /** How many messages with this text it took, once all are written. */
  long awaitCount(String text) {
    awaitEmptyQueue();
    return files().stream()
        .map(file -> new String(read(file), StandardCharsets.ISO_8859_1))
        .filter(message -> message.contains(text))
        .count();
  }

  /** The message without the trace header that Postfix put in front. */
  static String withoutTrace(byte[] message) {
    return withoutTrace(new String(message, StandardCharsets.ISO_8859_1));
  }

  static String withoutTrace(String text) {
    int end = text.indexOf('\n');
    while (end + 1 < text.length()
        && (text.charAt(end + 1) == '\t' || text.charAt(end + 1) == ' ')) {
      end = text.indexOf('\n', end + 1);
    }
    return text.startsWith("Received:") ? text.substring(end + 1) : text;
  }

  /** How many messages it took and has not yet written. */
  int queued() {
    String queue =
        Programs.run("/usr/sbin/postqueue", "-c", folder.resolve("etc").toString(), "-j");
    return (int) queue.lines().count();
  }

  /** Until all that was taken is written. */
  void awaitEmptyQueue() {
    Programs.await(() -> queued() == 0, "an empty queue; " + log());
  }

  int messages() {
    return files().size();
  }

  String log() {
    return Programs.text(folder.resolve("maillog"));
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder.resolve("taken"))) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    Programs.end(process);
    Programs.delete(folder);
  }

  /** A server to be. */
  static final class Builder {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private TestIdentity identity = dev.packetboat.testkit.TestCertificates.selfSigned("localhost");
    private boolean hasIdentity;
    private Optional<InetSocketAddress> address = Optional.empty();

    private Builder() {}

    /** Listens there, instead of at a free port of 127.0.0.1. */
    Builder at(InetSocketAddress where) {
      address = Optional.of(where);
      return this;
    }

    /** Offers TLS with this certificate. */
    Builder identity(TestIdentity who) {
      identity = who;
      hasIdentity = true;
      return this;
    }

    /** Sets a parameter of main.cf. */
    Builder set(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /** Hides extensions. */
    Builder hide(String... keywords) {
      return set("smtpd_discard_ehlo_keywords", String.join(", ", keywords));
    }

    /** Asks Dovecot whether a password is right. */
    Builder authenticatedBy(DovecotAuth dovecot) {
      return set("smtpd_sasl_auth_enable", "yes")
          .set("smtpd_sasl_type", "dovecot")
          .set("smtpd_sasl_path", dovecot.socket().toString())
          .set("smtpd_sasl_security_options", "")
          .set("smtpd_sasl_tls_security_options", "");
    }

    PostfixServer start() {
      try {
        return new PostfixServer(this);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private void write(Path folder, InetSocketAddress address, int tlsPort) throws IOException {
      for (String name : List.of("etc", "queue", "data", "taken")) {
        Files.createDirectory(folder.resolve(name));
      }
      Programs.run("chown", "postfix", folder.resolve("data").toString());
      Programs.run("chown", "nobody", folder.resolve("taken").toString());
      identity.writePem(folder.resolve("cert.pem"), folder.resolve("key.pem"));
      Map<String, String> all = new LinkedHashMap<>();
      all.put("compatibility_level", "3.6");
      all.put("queue_directory", folder + "/queue");
      all.put("data_directory", folder + "/data");
      all.put("command_directory", "/usr/sbin");
      all.put("daemon_directory", "/usr/lib/postfix/sbin");
      all.put("maillog_file", folder + "/maillog");
      all.put("maillog_file_prefixes", folder.toString());
      all.put("myhostname", "postfix.test");
      all.put("mydestination", "");
      all.put("inet_interfaces", "127.0.0.1");
      all.put("inet_protocols", "ipv4");
      all.put("mynetworks", "127.0.0.0/8");
      all.put("alias_maps", "");
      all.put("alias_database", "");
      all.put("local_recipient_maps", "");
      all.put("local_header_rewrite_clients", "");
      all.put("default_transport", "keep:everything");
      all.put("smtpd_recipient_restrictions", "permit_mynetworks, reject");
      all.put("smtpd_relay_restrictions", "permit_mynetworks, reject");
      all.put("message_size_limit", "104857600");
      all.put("mailbox_size_limit", "0");
      all.put("smtpd_tls_cert_file", folder + "/cert.pem");
      all.put("smtpd_tls_key_file", folder + "/key.pem");
      all.put("smtpd_tls_security_level", hasIdentity ? "may" : "none");
      all.put("smtpd_tls_received_header", "yes");
      all.put("smtputf8_enable", "yes");
      all.putAll(settings);
      Files.writeString(
          folder.resolve("etc/main.cf"),
          all.entrySet().stream()
              .map(one -> one.getKey() + " = " + one.getValue() + "\n")
              .collect(Collectors.joining()));
      List<String> services = new ArrayList<>();
      services.add(
          address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + " inet n - n - - smtpd");
      services.add(
          "127.0.0.1:"
              + tlsPort
              + " inet n - n - - smtpd\n  -o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=encrypt");
      services.add("postlog unix-dgram n - n - 1 postlogd");
      services.add("cleanup unix n - n - 0 cleanup");
      services.add("qmgr unix n - n 300 1 qmgr");
      services.add("rewrite unix - - n - - trivial-rewrite");
      services.add("bounce unix - - n - 0 bounce");
      services.add("defer unix - - n - 0 bounce");
      services.add("trace unix - - n - 0 bounce");
      services.add("anvil unix - - n - 1 anvil");
      services.add("tlsmgr unix - - n 1000? 1 tlsmgr");
      services.add("proxymap unix - - n - - proxymap");
      services.add("showq unix n - n - - showq");
      services.add("error unix - - n - - error");
      services.add("retry unix - - n - - error");
      services.add("discard unix - - n - - discard");
      // Where a message is kept it is delivered, where it is passed on it may go further.
      services.add("keep" + piped("X", folder, "keep"));
      services.add("pass" + piped("", folder, "keep"));
      services.add("gone" + piped("", folder, "gone"));
      Files.writeString(
          folder.resolve("keep"), "cat >\"$1/$2.part\" && mv \"$1/$2.part\" \"$1/$2.eml\"\n");
      Files.writeString(folder.resolve("gone"), "exit 67 # EX_NOUSER\n");
      Files.writeString(folder.resolve("etc/master.cf"), String.join("\n", services) + "\n");
    }

    private static String piped(String flags, Path folder, String script) {
      return " unix - n n - - pipe\n  flags=%s user=nobody argv=/bin/sh %s/%s %s/taken ${queue_id}"
          .formatted(flags, folder, script, folder);
    }
  }
}
