package io.headrace;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the directions of imports and the few places that may name Spark, Config, clocks and chance. */
@AnalyzeClasses(packages = "io.headrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Upstream first; packages of one level do not see each other. */
    private static final List<List<String>> FLOW = List.of(
            List.of("run"),
            List.of("spec", "stats", "model"),
            List.of("metric", "table"),
            List.of("job"),
            List.of("quality"),
            List.of("ingest"),
            List.of("features"),
            List.of("registry"),
            List.of("train", "score", "export"),
            List.of("report", "engine"),
            List.of("workbench", "demo"),
            List.of("cli"));

    private static final String[] PURE =
            packages(Stream.of("run", "spec", "stats", "model", "metric", "demo", "ingest.text"));
    private static final String[] SPARK = {"org.apache.spark..", "io.delta.."};
    private static final Pattern NAMES_SPARK = Pattern.compile(".*(Stage|Columns|Pipelines|Encoders|Function|Catalog)");

    @ArchTest
    static void purePackagesStayPure(JavaClasses classes) {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "io.delta..", "scala..")
                .check(classes);
    }

    @ArchTest
    static void configIsReadInOnePlace(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.headrace.spec.hocon..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe.config..")
                .check(classes);
    }

    @ArchTest
    static void sparkIsNamedAtTheEdges(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.headrace.ingest",
                        "io.headrace.table..",
                        "io.headrace.engine..",
                        "io.headrace.workbench..",
                        "io.headrace.cli..",
                        "io.headrace.testing..")
                .and(DescribedPredicate.not(namedForSpark()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SPARK)
                .check(classes);
    }

    @ArchTest
    static void deltaInternalsAreNamedInOneClass(JavaClasses classes) {
        classes()
                .that(DescribedPredicate.not(belongTo("io.headrace.table.DeltaFiles")
                        .or(DescribedPredicate.not(resideInAPackage("io.headrace..")))))
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("org.apache.spark.sql.delta..")))
                .check(classes);
    }

    @ArchTest
    static void nothingAsksTheMachineForTime(JavaClasses classes) {
        noClasses()
                .that(mayNotAskTheMachine())
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
    }

    @ArchTest
    static void nothingIsLeftToChance(JavaClasses classes) {
        noClasses()
                .that(mayNotAskTheMachine())
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SecureRandom.class)
                .check(classes);
    }

    @ArchTest
    static void nobodyImportsTheCommandOrTheTestSupport(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.headrace.cli..", "io.headrace.testing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.headrace.cli..", "io.headrace.testing..")
                .check(classes);
    }

    @ArchTest
    static void onlyTheCommandStartsTheDemo(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.headrace.demo..", "io.headrace.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.headrace.demo..")
                .check(classes);
    }

    @ArchTest
    static void packagesFormNoCycle(JavaClasses classes) {
        slices().matching("io.headrace.(*)..").should().beFreeOfCycles().check(classes);
    }

    @ArchTest
    static void stagesImportUpstreamOnly(JavaClasses classes) {
        for (int level = 0; level < FLOW.size(); level++) {
            for (String name : FLOW.get(level)) {
                String[] others = packages(FLOW.subList(level, FLOW.size()).stream()
                        .flatMap(List::stream)
                        .filter(other -> !other.equals(name)));
                noClasses()
                        .that()
                        .resideInAPackage("io.headrace." + name + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .check(classes);
            }
        }
    }

    @ArchTest
    static void everyPackageHasItsPlaceInTheFlow(JavaClasses classes) {
        classes()
                .should()
                .resideInAnyPackage(packages(Stream.concat(FLOW.stream().flatMap(List::stream), Stream.of("testing"))))
                .check(classes);
    }

    private static String[] packages(Stream<String> names) {
        return names.map(name -> "io.headrace." + name + "..").toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> mayNotAskTheMachine() {
        return DescribedPredicate.not(resideInAnyPackage(packages(Stream.of("run", "engine", "cli", "testing")))
                .or(belongTo("io.headrace.table.ProcessOwner")));
    }

    private static DescribedPredicate<JavaClass> belongTo(String outermost) {
        return DescribedPredicate.describe(
                "belong to " + outermost, type -> outermost(type).getName().equals(outermost));
    }

    private static DescribedPredicate<JavaClass> namedForSpark() {
        return DescribedPredicate.describe(
                "are named for Spark",
                type -> NAMES_SPARK.matcher(outermost(type).getSimpleName()).matches());
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
