package dev.packetboat.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real Dovecot that takes mail by LMTP, at a port and at a Unix domain socket, into the mailboxes
 * of ann, of bob, and of {@value #FULL}, into whose there fits little.
 */
final class DovecotMailboxes implements AutoCloseable {

  static final String FULL = "full";

  private final int port = Programs.freePort();
  private final Path folder;
  private final Process process;

  private DovecotMailboxes() throws IOException {
    Programs.assumeInstalled("dovecot-lmtpd", "/usr/sbin/dovecot", "/usr/lib/dovecot/lmtp");
    folder = Programs.folder("mailboxes");
    Files.createDirectory(folder.resolve("mail"));
    Programs.run("chown", "nobody", folder + "/mail");
    Files.writeString(
        folder.resolve("users"),
        """
        ann:::::::
        bob:::::::
        %s:::::::userdb_quota_rule=*:storage=1K
        """
            .formatted(FULL));
    Files.writeString(folder.resolve("dovecot.conf"), configuration());
    Path output = folder.resolve("output");
    process =
        Programs.start(
            output,
            List.of("/usr/sbin/dovecot", "-F", "-c", folder.resolve("dovecot.conf").toString()));
    Programs.awaitPort(port, process, output);
  }

  static DovecotMailboxes start() {
    try {
      return new DovecotMailboxes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String configuration() {
    return """
    base_dir = %1$s/run
    state_dir = %1$s/state
    log_path = %1$s/log
    protocols = lmtp
    ssl = no
    first_valid_uid = 1
    first_valid_gid = 1
    mail_uid = nobody
    mail_gid = nogroup
    mail_home = %1$s/mail/%%n
    mail_location = maildir:%1$s/mail/%%n/Maildir
    mail_plugins = quota
    auth_username_format = %%Ln
    passdb {
      driver = passwd-file
      args = %1$s/users
    }
    userdb {
      driver = passwd-file
      args = %1$s/users
    }
    plugin {
      quota = maildir:Mailbox
      quota_grace = 0
    }
    service lmtp {
      inet_listener lmtp {
        address = 127.0.0.1
        port = %2$d
      }
      unix_listener %1$s/lmtp {
        mode = 0666
      }
    }
    """
        .formatted(folder, port);
  }

  int port() {
    return port;
  }

  Path socket() {
    return folder.resolve("lmtp");
  }

  /** The messages in a mailbox, with a character for each octet. */
  Collection<String> mailbox(String user) {
    Map<String, String> messages = new TreeMap<>();
    for (String part : List.of("new", "cur")) {
      Path maildir = folder.resolve("mail").resolve(user).resolve("Maildir").resolve(part);
      if (Files.isDirectory(maildir)) {
        messages.putAll(Programs.texts(maildir, "", ""));
      }
    }
    return messages.values();
  }

  String log() {
    return Programs.text(folder.resolve("log"));
  }

  @Override
  public void close() {
    Programs.end(process);
    Programs.delete(folder);
  }
}
