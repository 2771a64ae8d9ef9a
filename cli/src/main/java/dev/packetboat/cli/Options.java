package dev.packetboat.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The options of a command, each as what it will give once the arguments are parsed. picocli could
 * read them from annotations as well, but that takes longer than a whole short run.
 */
final class Options {

  private final CommandSpec command;

  private Options(CommandSpec command) {
    this.command = command;
  }

  /** What a command takes, {@code --help} first of all. */
  static Options of(CommandSpec command, String description, String... footer) {
    command.usageMessage().description(description).footer(footer).sortOptions(false);
    command.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this help.")
            .build());
    return new Options(command);
  }

  /** Is there or not. */
  Supplier<Boolean> flag(String name, String... description) {
    OptionSpec option = option(OptionSpec.builder(name).type(boolean.class), description);
    return () -> Boolean.TRUE.equals(option.getValue());
  }

  /** Is there, is there with {@code --no-}, or is not there. */
  Supplier<Optional<Boolean>> answer(String name, String... description) {
    OptionSpec option =
        option(
            OptionSpec.builder(name).negatable(true).arity("0").type(Boolean.class), description);
    return () -> Optional.ofNullable(option.getValue());
  }

  /** Has a value. */
  <T> Supplier<Optional<T>> value(Class<T> type, String name, String label, String... description) {
    OptionSpec option =
        option(OptionSpec.builder(name).arity("1").type(type).paramLabel(label), description);
    return () -> Optional.ofNullable(option.getValue());
  }

  /** Has a text. */
  Supplier<Optional<String>> text(String name, String label, String... description) {
    return value(String.class, name, label, description);
  }

  /** May be there more than once, each time with a value. */
  <T> Supplier<List<T>> values(Class<T> type, String name, String label, String... description) {
    OptionSpec option = option(several(type, name, label), description);
    return () -> list(option.getValue());
  }

  /** May be there more than once, each time with values between commas. */
  <T> Supplier<List<T>> listed(Class<T> type, String name, String label, String... description) {
    OptionSpec option = option(several(type, name, label).splitRegex(","), description);
    return () -> list(option.getValue());
  }

  private static OptionSpec.Builder several(Class<?> type, String name, String label) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(List.class)
        .auxiliaryTypes(type)
        .paramLabel(label);
  }

  /** What is no option, as much of it as there is. */
  Supplier<List<String>> arguments(String label, String arity, String... description) {
    PositionalParamSpec arguments =
        argument(label, description)
            .arity(arity)
            .required(!arity.startsWith("0"))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build();
    command.addPositional(arguments);
    return () -> list(arguments.getValue());
  }

  /** What is no option, once. */
  Supplier<String> argument(String label, String description) {
    PositionalParamSpec argument =
        argument(label, new String[] {description})
            .index("0")
            .arity("1")
            .required(true)
            .type(String.class)
            .build();
    command.addPositional(argument);
    return argument::getValue;
  }

  private static PositionalParamSpec.Builder argument(String label, String[] description) {
    return PositionalParamSpec.builder().paramLabel(label).description(description);
  }

  private OptionSpec option(OptionSpec.Builder builder, String... description) {
    OptionSpec option = builder.description(description).build();
    command.addOption(option);
    return option;
  }

  private static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : List.copyOf(value);
  }
}
