package dev.packetboat.testkit.internal.server;

import dev.packetboat.testkit.Moment;
import java.util.Locale;

/**
 * A line of the client as a command.
 *
 * @param verb in upper case
 * @param argument what follows the first space, as it is
 */
record Command(String verb, String argument) {

  static Command of(String line) {
    int space = line.indexOf(' ');
    String verb = space < 0 ? line : line.substring(0, space);
    return new Command(verb.toUpperCase(Locale.ROOT), space < 0 ? "" : line.substring(space + 1));
  }

  Moment moment() {
    return switch (verb) {
      case "EHLO" -> Moment.EHLO;
      case "HELO" -> Moment.HELO;
      case "STARTTLS" -> Moment.STARTTLS;
      case "AUTH" -> Moment.AUTH;
      case "MAIL" -> Moment.MAIL;
      case "RCPT" -> Moment.RCPT;
      case "DATA" -> Moment.DATA;
      case "BDAT" -> Moment.BDAT;
      case "RSET" -> Moment.RSET;
      case "NOOP" -> Moment.NOOP;
      case "VRFY" -> Moment.VRFY;
      case "EXPN" -> Moment.EXPN;
      case "HELP" -> Moment.HELP;
      case "QUIT" -> Moment.QUIT;
      default -> Moment.UNKNOWN;
    };
  }

  /** What a rule is asked about. */
  String subject() {
    return switch (moment()) {
      case MAIL, RCPT -> PathArgument.addressIn(argument);
      case AUTH -> firstWord().toUpperCase(Locale.ROOT);
      case UNKNOWN -> verb;
      default -> argument;
    };
  }

  /** The first word of the argument. */
  String firstWord() {
    int space = argument.indexOf(' ');
    return space < 0 ? argument : argument.substring(0, space);
  }

  /** The line for others to read: what follows the mechanism of AUTH may be secret. */
  String redacted() {
    boolean secret = verb.equals("AUTH") && !firstWord().equals(argument);
    String shown = secret ? firstWord() + " (secret)" : argument;
    return shown.isEmpty() ? verb : verb + " " + shown;
  }
}
