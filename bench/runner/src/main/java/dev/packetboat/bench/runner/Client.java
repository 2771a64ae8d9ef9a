package dev.packetboat.bench.runner;

import java.util.List;

/**
 * A client that takes part, with a process and class path of its own.
 *
 * @param name on the command line
 * @param title in tables and plots
 * @param module its folder below {@code bench}; empty where it is no Java program
 * @param main the class that is run
 * @param arguments beside those that all get
 */
public record Client(
    String name, String title, String module, String main, List<String> arguments) {

  private static final String PACKAGE = "dev.packetboat.bench.";

  static final Client BARE_LOOP = java("bare-loop", "bare loop", "harness", "limit.BareLoop");
  static final Client SMTP_SOURCE = new Client("smtp-source", "smtp-source", "", "", List.of());
  static final Client PACKETBOAT =
      java("packetboat", "Packetboat", "packetboat", "packetboat.Packetboat", "--by", "session");
  static final Client PIPELINE =
      java(
          "pipeline",
          "Packetboat Pipeline",
          "packetboat",
          "packetboat.Packetboat",
          "--by",
          "pipeline");
  static final Client MAILER =
      java("mailer", "Packetboat Mailer", "packetboat", "packetboat.Packetboat", "--by", "mailer");
  static final Client ANGUS = java("angus", "Angus Mail", "peers/angus", "angus.Angus");
  static final Client SIMPLE_JAVA_MAIL =
      java(
          "simple-java-mail",
          "Simple Java Mail",
          "peers/simple-java-mail",
          "simplejavamail.SimpleJavaMail");
  static final Client VERTX = java("vertx", "Vert.x mail client", "peers/vertx", "vertx.VertxMail");
  static final Client NIO_SMTP_CLIENT =
      java("nio-smtp-client", "NioSmtpClient", "peers/nio-smtp-client", "niosmtpclient.NioSmtp");
  static final Client COMMONS_NET =
      java("commons-net", "Commons Net", "peers/commons-net", "commonsnet.CommonsNet");

  private static Client java(
      String name, String title, String module, String main, String... arguments) {
    return new Client(name, title, module, PACKAGE + main, List.of(arguments));
  }

  boolean isJava() {
    return !module.isEmpty();
  }

  Row.Kind kind() {
    return equals(BARE_LOOP)
        ? Row.Kind.LIMIT
        : module.equals("packetboat") ? Row.Kind.OURS : Row.Kind.PEER;
  }

  @Override
  public String toString() {
    return name;
  }
}
