package dev.packetboat.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Null is no value here: whoever passes one is told at once, and not by a server in the end. */
class NullContractTest {

  private static final Address ADDRESS = Address.parse("ann@example.com");

  /** A value for each type that a method takes, and an instance of each class that has methods. */
  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(String.class, "postmaster"),
          Map.entry(String[].class, new String[] {"postmaster"}),
          Map.entry(byte[].class, new byte[0]),
          Map.entry(int.class, 0),
          Map.entry(Path.class, Path.of("letter.eml")),
          Map.entry(InputStream.class, InputStream.nullInputStream()),
          Map.entry(OutputStream.class, OutputStream.nullOutputStream()),
          Map.entry(ContentWriter.class, (ContentWriter) out -> {}),
          Map.entry(Collection.class, List.of()),
          Map.entry(Address.class, ADDRESS),
          Map.entry(Address[].class, new Address[] {ADDRESS}),
          Map.entry(AddressList.class, AddressList.parse("")),
          Map.entry(Content.class, Content.of("")),
          Map.entry(Domain.class, Domain.parse("example.com")),
          Map.entry(Duration.class, Duration.ofSeconds(1)),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(MailParameter.Overdue.class, MailParameter.Overdue.NOTIFY),
          Map.entry(Envelope.class, Envelope.fromNullSender()),
          Map.entry(MailParameter.class, MailParameter.size(0)),
          Map.entry(MailParameter[].class, new MailParameter[] {MailParameter.size(0)}),
          Map.entry(MessageHeader.class, header()),
          Map.entry(Notify.class, Notify.DELAY),
          Map.entry(Notify[].class, new Notify[] {Notify.DELAY}),
          Map.entry(Recipient.class, Recipient.of(ADDRESS)),
          Map.entry(RecipientOptions.class, RecipientOptions.NONE),
          Map.entry(ReturnContent.class, ReturnContent.FULL));

  private static final List<Class<?>> TYPES =
      List.of(
          Address.class,
          AddressList.class,
          Content.class,
          Domain.class,
          Envelope.class,
          LeftOut.class,
          MailParameter.class,
          MessageHeader.class,
          Recipient.class,
          RecipientOptions.class);

  private static MessageHeader header() {
    try {
      return MessageHeader.read(Content.of(""));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everythingIsNonNullUnlessItSaysOtherwise() {
    assertThat(Address.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> nullIsRefusedWhereverItIsPassed() {
    return TYPES.stream()
        .flatMap(
            type ->
                Stream.concat(
                    Arrays.stream(type.getConstructors()), Arrays.stream(type.getMethods())))
        .filter(NullContractTest::isOurs)
        .flatMap(
            method ->
                IntStream.range(0, method.getParameterCount())
                    .filter(i -> !method.getParameterTypes()[i].isPrimitive())
                    .mapToObj(
                        i ->
                            dynamicTest(
                                method.toGenericString() + " " + i,
                                () -> assertRefusesNull(method, i))));
  }

  private static boolean isOurs(Executable method) {
    return method.getDeclaringClass().getPackage().equals(Address.class.getPackage())
        && !method.getName().equals("equals");
  }

  private static void assertRefusesNull(Executable method, int position) {
    @Nullable Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(type -> VALUES.getOrDefault(type, 0L))
            .toArray();
    arguments[position] = null;

    assertThatThrownBy(() -> call(method, arguments))
        .isInstanceOf(InvocationTargetException.class)
        .hasCauseInstanceOf(NullPointerException.class);
  }

  private static void call(Executable method, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    if (method instanceof Method ordinary) {
      ordinary.invoke(VALUES.get(method.getDeclaringClass()), arguments);
    } else {
      ((Constructor<?>) method).newInstance(arguments);
    }
  }

  @Test
  void nothingEqualsNull() {
    assertThat(VALUES.values()).noneMatch(value -> value.equals(null));
  }
}
