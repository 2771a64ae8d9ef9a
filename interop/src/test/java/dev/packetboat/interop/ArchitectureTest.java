package dev.packetboat.interop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the modules point down, and what is internal stays inside. */
class ArchitectureTest {

  private static final String OURS = "dev.packetboat.";
  private static final List<String> MODULES =
      List.of("mail", "smtp", "routing", "delivery", "mime", "testkit", "cli");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPaths(MODULES.stream().map(ArchitectureTest::classesOf).toList());

  private static Path classesOf(String module) {
    return Path.of(System.getProperty("packetboat.root", ".."))
        .resolve(module)
        .resolve("target/classes");
  }

  private static void assertUsesOfOursOnly(String module, String... others) {
    String[] foreign =
        MODULES.stream()
            .filter(other -> !other.equals(module) && !Set.of(others).contains(other))
            .map(other -> OURS + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(OURS + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(foreign)
        .check(CLASSES);
  }

  @Test
  void mailStandsOnTheGround() {
    assertUsesOfOursOnly("mail");
    classes()
        .that()
        .resideInAPackage(OURS + "mail..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", OURS + "mail..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void smtpStandsOnMail() {
    assertUsesOfOursOnly("smtp", "mail");
  }

  @Test
  void routingStandsOnMail() {
    assertUsesOfOursOnly("routing", "mail");
  }

  @Test
  void deliveryStandsOnSmtpAndRouting() {
    assertUsesOfOursOnly("delivery", "mail", "smtp", "routing");
  }

  @Test
  void mimeIsALeaf() {
    assertUsesOfOursOnly("mime", "mail");
  }

  @Test
  void testkitKnowsNothingOfOurs() {
    assertUsesOfOursOnly("testkit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail", "smtp", "routing", "delivery", "mime", "testkit", "cli"})
  void whatIsInternalIsNotExported(String module) {
    ModuleDescriptor descriptor =
        ModuleFinder.of(classesOf(module)).find(OURS + module).orElseThrow().descriptor();

    assertThat(descriptor.exports().stream().map(ModuleDescriptor.Exports::source))
        .noneMatch(exported -> exported.contains("internal"));
  }

  // Blocking code runs on virtual threads, which a monitor would pin on JDK 21.
  @Test
  void nothingIsSynchronized() {
    methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
  }

  @Test
  void namesSpeak() {
    Stream.of("Util", "Utils", "Helper", "Manager", "Impl")
        .forEach(ending -> noClasses().should().haveSimpleNameEndingWith(ending).check(CLASSES));
  }
}
