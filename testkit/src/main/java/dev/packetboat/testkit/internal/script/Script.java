package dev.packetboat.testkit.internal.script;

import dev.packetboat.testkit.internal.wire.Octets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A script, read: for each connection its lines, in order. */
public final class Script {

  private final List<List<ScriptLine>> connections = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Script() {}

  /**
   * Reads a script.
   *
   * @throws IllegalArgumentException where a line is none that a script may have; names the line
   */
  public static Script parse(String text) {
    Script script = new Script();
    int number = 0;
    for (String written : text.lines().toList()) {
      number++;
      String line = written.strip();
      if (line.equals("[connection]")) {
        script.connections.add(new ArrayList<>());
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        script.add(number, written.stripLeading());
      }
    }
    if (script.connections.isEmpty() || script.connections.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a connection without a line in the script:\n" + text);
    }
    return script;
  }

  private void add(int number, String line) {
    if (connections.isEmpty()) {
      connections.add(new ArrayList<>());
    }
    List<ScriptLine> connection = connections.getLast();
    try {
      if (!connection.isEmpty() && connection.getLast().step() instanceof Step.Last) {
        throw new IllegalArgumentException("nothing can follow " + connection.getLast().text());
      }
      connection.add(new ScriptLine(number, line, step(line)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "script line " + number + ", \"" + line + "\": " + e.getMessage(), e);
    }
  }

  private Step step(String line) {
    if (line.startsWith("[")) {
      return directive(line.strip());
    }
    String mark = line.substring(0, Math.min(2, line.length()));
    String rest = line.startsWith(" ", 2) ? line.substring(3) : line.substring(mark.length());
    if (line.length() > 2 && line.charAt(2) != ' ') {
      throw new IllegalArgumentException("a space is missing after " + mark);
    }
    return switch (mark) {
      case "S:" -> new Step.Say(Octets.line(rest));
      case "S\\" -> new Step.Say(Octets.unescape(rest));
      case "C:" -> new Step.Line(rest);
      case "C~" -> new Step.Match(pattern(rest));
      case "C\\" -> new Step.Raw(Octets.unescape(rest));
      default ->
          throw new IllegalArgumentException("a line begins with S:, S\\, C:, C~, C\\, [ or #");
    };
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
    }
  }

  private Step directive(String line) {
    if (!line.endsWith("]")) {
      throw new IllegalArgumentException("the closing ] is missing");
    }
    String inside = line.substring(1, line.length() - 1).strip();
    int space = inside.indexOf(' ');
    String word = space < 0 ? inside : inside.substring(0, space);
    String argument = space < 0 ? "" : inside.substring(space).strip();
    return switch (word) {
      case "hold" -> new Step.Hold(name(argument));
      case "stall" -> new Step.Stall(argument.isEmpty() ? "" : name(argument));
      case "content" -> new Step.Content(size(argument));
      default -> plainDirective(inside);
    };
  }

  private static Step plainDirective(String inside) {
    return switch (inside) {
      case "tls" -> new Step.Tls(true);
      case "tls fails" -> new Step.Tls(false);
      case "drip" -> new Step.Drip();
      case "close" -> new Step.Close();
      case "reset" -> new Step.Reset();
      case "client closes" -> new Step.ClientCloses();
      default -> throw new IllegalArgumentException("there is no such directive");
    };
  }

  private String name(String argument) {
    if (argument.isEmpty() || !names.add(argument)) {
      throw new IllegalArgumentException("a name is needed, and each only once in a script");
    }
    return argument;
  }

  private static OptionalInt size(String argument) {
    if (argument.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!argument.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("not a count of octets: " + argument);
    }
    return OptionalInt.of(Integer.parseInt(argument));
  }

  /** How many connections the script wants. */
  public int connections() {
    return connections.size();
  }

  List<ScriptLine> connection(int index) {
    return connections.get(index);
  }

  /** The names of all points at which the script holds or stalls. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** Whether the script has a handshake somewhere. */
  public boolean shakesHands() {
    return has(Step.Tls.class);
  }

  /**
   * Whether the script stalls somewhere: then small socket buffers let a writing client feel it
   * soon.
   */
  public boolean stalls() {
    return has(Step.Stall.class);
  }

  private boolean has(Class<? extends Step> kind) {
    return connections.stream()
        .flatMap(List::stream)
        .map(ScriptLine::step)
        .anyMatch(kind::isInstance);
  }
}
