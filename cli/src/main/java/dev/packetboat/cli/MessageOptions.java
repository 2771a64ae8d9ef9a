package dev.packetboat.cli;

import dev.packetboat.mail.Content;
import dev.packetboat.mail.SpooledContent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The options that say what is sent. */
final class MessageOptions {

  private final Supplier<List<String>> files;
  private final Supplier<Boolean> mbox;
  private final Supplier<Boolean> clipboard;
  private final Supplier<Optional<String>> subject;
  private final Supplier<List<String>> attachments;

  MessageOptions(Options options) {
    files = files(options, "0..*", "- or none: one message from standard input.");
    mbox = mbox(options);
    clipboard =
        options.flag("--clipboard", "The message is the text that the system clipboard holds.");
    subject =
        options.text(
            "--subject",
            "S",
            "Compose a message with this subject, from --from to --to; its text",
            "comes from standard input, or with --clipboard from there.");
    attachments =
        options.values(
            String.class, "--attach", "FILE", "Attach a file to it, with or without --subject.");
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
  Sources sources(Terminal terminal, Letter.Asked asked) throws Refusal {
    if (subject.get().isPresent() || !attachments.get().isEmpty()) {
      return composed(terminal, asked);
    }
    if (clipboard.get()) {
      return clipboard();
    }
    List<String> named = files.get().isEmpty() ? List.of(Source.STANDARD_INPUT) : files.get();
    return sources(named, mbox.get(), terminal);
  }

  private Sources composed(Terminal terminal, Letter.Asked asked) throws Refusal {
    boolean named = !files.get().isEmpty() && !files.get().equals(List.of(Source.STANDARD_INPUT));
    if (named || mbox.get()) {
      throw usage("--subject and --attach compose a message: they take no FILE and no --mbox");
    }
    if (asked.from().isEmpty() || asked.to().isEmpty()) {
      throw usage("--subject and --attach compose a message: they need --from and --to");
    }
    if (asked.from().get().sender().isEmpty()) {
      throw usage(
          "--subject and --attach compose a message, which is from somebody: not from '<>'");
    }
    Composition composition = Composition.of(subject.get(), attachments.get());
    if (clipboard.get()) {
      Source text = clipboard();
      return composition.compose(text.name(), text.content(), asked);
    }
    try (SpooledContent text = Content.spool(terminal.in())) {
      return composition.compose(Source.STANDARD_INPUT, text, asked);
    } catch (IOException unreadable) {
      throw Sources.unreadable(Source.STANDARD_INPUT, unreadable);
    }
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

  private Source clipboard() throws Refusal {
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
