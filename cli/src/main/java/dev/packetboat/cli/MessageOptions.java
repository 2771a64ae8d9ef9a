package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** The options that say what is sent. */
final class MessageOptions {

  private final Supplier<List<String>> files;
  private final Supplier<Boolean> mbox;
  private final Supplier<Boolean> clipboard;

  MessageOptions(Options options) {
    files = files(options, "0..*", "- or none: one message from standard input.");
    mbox = mbox(options);
    clipboard =
        options.flag("--clipboard", "The message is the text that the system clipboard holds.");
  }

  static Supplier<List<String>> files(Options options, String arity, String standardInput) {
    return options.arguments(
        "FILE",
        arity,
        "A message, a Maildir (new and cur), a folder of messages, or where",
        "the name ends in .mbox an mbox.",
        standardInput);
  }

  static Supplier<Boolean> mbox(Options options) {
    return options.flag("--mbox", "Every FILE is an mbox, whatever its name.");
  }

  /** The messages; they are not read yet, but for standard input. */
  Sources sources(Terminal terminal) throws Refusal {
    if (clipboard.get()) {
      return clipboard();
    }
    List<String> named = files.get().isEmpty() ? List.of(Source.STANDARD_INPUT) : files.get();
    return sources(named, mbox.get(), terminal);
  }

  static Sources sources(List<String> files, boolean mbox, Terminal terminal) throws Refusal {
    long standardInputs = files.stream().filter(Source.STANDARD_INPUT::equals).count();
    if (standardInputs > 1) {
      throw usage("- is named more than once, and standard input is read once");
    }
    if (mbox && standardInputs > 0) {
      throw usage("--mbox needs a FILE: standard input is always one message");
    }
    Sources.Format format = mbox ? Sources.Format.MBOX : Sources.Format.BY_NAME;
    return Sources.of(files, format, terminal.in());
  }

  private Sources clipboard() throws Refusal {
    if (!files.get().isEmpty() || mbox.get()) {
      throw usage("--clipboard takes no FILE and no --mbox");
    }
    try {
      return new Source("clipboard", Content.clipboard());
    } catch (IOException unavailable) {
      throw new Refusal(ExitStatus.CONFIGURATION, "--clipboard: " + unavailable.getMessage());
    }
  }

  private static Refusal usage(String message) {
    return new Refusal(ExitStatus.USAGE, message);
  }
}
