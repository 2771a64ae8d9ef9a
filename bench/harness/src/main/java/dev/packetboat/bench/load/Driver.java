package dev.packetboat.bench.load;

import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One way to send mail. */
public interface Driver {

  /** The client's name, as it stands in the tables. */
  String name();

  /** Which version of it. */
  String version();

  /** Gets ready to send: connects, where the client leaves that to be done. */
  Run open(Load load) throws Exception;

  /** The version that this class's jar says it is, in its manifest or its name; or nothing. */
  static String versionOf(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    if (version != null) {
      return version;
    }
    CodeSource source = type.getProtectionDomain().getCodeSource();
    Matcher name =
        Pattern.compile("-(\\d[^/]*)\\.jar$").matcher(String.valueOf(source.getLocation()));
    return name.find() ? name.group(1) : "";
  }
}
