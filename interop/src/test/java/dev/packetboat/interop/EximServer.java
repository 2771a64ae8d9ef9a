package dev.packetboat.interop;

import dev.packetboat.smtp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Exim in a folder of its own, which keeps what it takes in its queue. */
final class EximServer implements HoldingServer {

  private static final Pattern TAKEN = Pattern.compile("OK id=(\\S+)");

  private final int port = Programs.freePort();
  private final Path folder;
  private final Process process;

  private EximServer(String settings) throws IOException {
    Unpacked exim = Unpacked.of("exim4-daemon-light", "usr/sbin/exim4");
    folder = Programs.folder("exim");
    Files.createDirectory(folder.resolve("spool"));
    Files.createDirectory(folder.resolve("logs"));
    Programs.run("chown", "65534:65534", folder + "/spool", folder + "/logs");
    Path configuration = folder.resolve("exim.conf");
    Files.writeString(configuration, configuration(exim, settings));
    Path output = folder.resolve("output");
    process =
        Programs.start(
            output,
            exim.command(
                folder, "exim.test", "Debian-exim", "-C", configuration.toString(), "-bdf"));
    Programs.awaitPort(port, process, output);
  }

  /**
   * Starts it.
   *
   * @param settings more lines for the main part of its configuration
   */
  static EximServer start(String... settings) {
    try {
      return new EximServer(String.join("\n", settings));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * One that takes any number of messages through a connection, and of RSET between them. It would
   * hang up after 1,000, and after RSET behind the tenth refused message or so.
   */
  static EximServer patient() {
    return start("smtp_accept_max_per_connection = 0", "smtp_accept_max_nonmail = 1000000");
  }

  private String configuration(Unpacked exim, String settings) {
    return """
    exim_path = %1$s
    spool_directory = %2$s/spool
    log_file_path = %2$s/logs/%%slog
    primary_hostname = exim.test
    local_interfaces = 127.0.0.1
    daemon_smtp_ports = %3$d
    tls_advertise_hosts =
    dsn_advertise_hosts = *
    smtputf8_advertise_hosts = *
    host_lookup =
    rfc1413_query_timeout = 0s
    keep_environment =
    queue_only = true
    message_size_limit = %4$d
    acl_smtp_mail = sender
    acl_smtp_rcpt = recipient
    acl_smtp_data = content
    %5$s

    begin acl
    sender:
      deny senders = %6$s
           message = Not from you
      accept
    recipient:
      deny domains = %7$s
           message = Nobody here
      accept
    content:
      deny condition = ${if def:h_%8$s:}
           message = Not with this field
      accept
    """
        .formatted(exim.program(), folder, port, LIMIT, settings, BLOCKED, NOBODY, REFUSED_FIELD);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String idIn(Reply taken) {
    Matcher matcher = TAKEN.matcher(taken.text());
    if (!matcher.find()) {
      throw new AssertionError("no id in " + taken);
    }
    return matcher.group(1);
  }

  @Override
  public Map<String, String> queue() {
    return Programs.texts(folder.resolve("spool/input"), "", "-H");
  }

  String log() {
    return Programs.text(folder.resolve("logs/mainlog"))
        + Programs.text(folder.resolve("logs/rejectlog"))
        + Programs.text(folder.resolve("output"));
  }

  @Override
  public void close() {
    Programs.end(process);
    Programs.delete(folder);
  }
}
