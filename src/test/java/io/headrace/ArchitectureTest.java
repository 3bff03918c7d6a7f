package io.headrace;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.headrace.job.JobStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The layout of the code: the packages in the order of the data's flow, which of them are pure, and which may name Spark.
 *
 * <p>Each package's {@code package-info} repeats its part in one sentence, {@code May import: run, spec. Pure.}; this test compares that
 * sentence with the lists here and with the code.
 */
@AnalyzeClasses(packages = "io.headrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** All packages, upstream first: a package may import those of earlier lines only. */
    private static final List<List<String>> FLOW = List.of(
            List.of("run"),
            List.of("stats", "model", "trust", "privacy.search", "cipher"),
            List.of("trust.signing", "trust.chain"),
            List.of("trust.approval"),
            List.of("stats.drift", "stats.estimate", "policy"),
            List.of("stats.value", "stats.trial"),
            List.of("stats.fairness"),
            List.of("metric", "experiment"),
            List.of("spec"),
            List.of("spec.hocon", "table", "table.query", "notice", "demo.shop"),
            List.of("lineage"),
            List.of("job"),
            List.of("quality", "ingest.text", "ingest.values", "zones"),
            List.of("ingest.landing"),
            List.of("ingest", "ingest.sniff"),
            List.of("features.windows"),
            List.of("features"),
            List.of("registry"),
            List.of("audit", "maintain"),
            List.of("groups"),
            List.of("train.learners", "train.search", "score", "export"),
            List.of("train"),
            List.of("monitor", "rollout", "fairness", "bundle"),
            List.of("value"),
            List.of("report", "engine"),
            List.of("report.models", "report.monitor", "privacy", "trace"),
            List.of("workbench", "demo.page"),
            List.of("demo.campaign"),
            List.of("demo"),
            List.of("cli", "testing"));

    /** No Spark, Hadoop or Config, and no package of ours that is not pure. */
    private static final Set<String> PURE = Set.of(
            "run",
            "spec",
            "stats",
            "stats.drift",
            "stats.estimate",
            "stats.value",
            "stats.fairness",
            "stats.trial",
            "cipher",
            "trust",
            "trust.signing",
            "trust.chain",
            "trust.approval",
            "experiment",
            "policy",
            "notice",
            "lineage",
            "model",
            "metric",
            "ingest.text",
            "ingest.values",
            "report",
            "demo.shop",
            "demo.page");

    /** Only these name Spark. */
    private static final Set<String> SPARK = Set.of(
            "table",
            "table.query",
            "job",
            "registry",
            "audit",
            "quality",
            "ingest",
            "features.windows",
            "features",
            "train.learners",
            "train.search",
            "train",
            "monitor",
            "rollout",
            "value",
            "fairness",
            "groups",
            "score",
            "export",
            "zones",
            "engine",
            "report.monitor",
            "privacy",
            "trace",
            "workbench",
            "demo.campaign",
            "demo",
            "cli",
            "testing");

    private static final String ROOT = "io.headrace.";
    private static final Path SOURCES = Path.of("src/main/java/io/headrace");
    private static final Pattern STATEMENT =
            Pattern.compile("<p>May import: (nothing|[a-z., ]+)\\.( Pure\\.| Spark\\.)?(?=\\s)");

    @ArchTest
    static void everyPackageHasItsPlaceInTheFlow(JavaClasses classes) {
        SortedSet<String> packages =
                classes.stream().map(ArchitectureTest::home).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .isEqualTo(new TreeSet<>(FLOW.stream().flatMap(List::stream).toList()));
    }

    @ArchTest
    static void packageInfoStatesImportsThatTheFlowAllows(JavaClasses classes) {
        statements().forEach((name, statement) -> {
            assertThat(upstream(name)).as("packages upstream of " + name).containsAll(statement.imports());
            assertThat(statement.kind()).as("kind of " + name).isEqualTo(kind(name));
        });
    }

    @ArchTest
    static void packagesImportWhatTheirPackageInfoStates(JavaClasses classes) {
        SortedMap<String, SortedSet<String>> imports = new TreeMap<>();
        for (JavaClass type : classes) {
            SortedSet<String> ofPackage = imports.computeIfAbsent(home(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(ArchitectureTest::home)
                    .filter(target -> !target.equals(home(type)))
                    .forEach(ofPackage::add);
        }
        Map<String, Statement> statements = statements();
        imports.forEach((name, found) -> assertThat(statements.get(name).imports())
                .as("imports of " + name)
                .containsAll(found));
    }

    @ArchTest
    static void packageInfoStatesNoImportThatIsGone(JavaClasses classes) {
        statements().forEach((name, statement) -> {
            String sources = sources(name);
            assertThat(statement.imports())
                    .as("imports of " + name)
                    .allMatch(other -> Pattern.compile(Pattern.quote(ROOT + other) + "\\.[A-Z]")
                            .matcher(sources)
                            .find());
        });
    }

    @ArchTest
    static void purePackagesStayPure(JavaClasses classes) {
        noClasses()
                .that()
                .resideInAnyPackage(packages(PURE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "io.delta..", "scala..")
                .check(classes);
        statements().forEach((name, statement) -> {
            if (PURE.contains(name)) {
                assertThat(PURE).as("imports of " + name).containsAll(statement.imports());
            }
        });
    }

    @ArchTest
    static void configIsReadInOnePlace(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "spec.hocon")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe.config..")
                .check(classes);
    }

    @ArchTest
    static void sparkIsNamedInItsPackages(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(SPARK))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "io.delta..")
                .check(classes);
    }

    @ArchTest
    static void deltaInternalsAreNamedInOneClass(JavaClasses classes) {
        noClasses()
                .that(DescribedPredicate.not(belongTo("io.headrace.table.DeltaFiles")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.spark.sql.delta..")
                .check(classes);
    }

    @ArchTest
    static void classesNamedColumnsHandOutColumnsOrDatasets(JavaClasses classes) {
        assertThat(named("Columns", classes))
                .allMatch(type -> type.getMethods().stream().anyMatch(ArchitectureTest::handsOutColumns));
    }

    @ArchTest
    static void classesNamedStageAreStagesOfJobs(JavaClasses classes) {
        assertThat(named("Stage", classes)).allMatch(type -> type.isAssignableTo(JobStage.class));
    }

    @ArchTest
    static void onlyTheCommandStartsTheDemo(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "demo..", ROOT + "cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "demo..")
                .check(classes);
    }

    @ArchTest
    static void packagesFormNoCycle(JavaClasses classes) {
        slices().matching("io.headrace.(*)..").should().beFreeOfCycles().check(classes);
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

    /**
     * What a package says of itself.
     *
     * @param imports packages that it may import
     * @param kind {@code Pure}, {@code Spark}, or empty
     */
    private record Statement(SortedSet<String> imports, String kind) {}

    /** By package. */
    private static SortedMap<String, Statement> statements() {
        SortedMap<String, Statement> statements = new TreeMap<>();
        FLOW.stream().flatMap(List::stream).forEach(name -> {
            Matcher statement = STATEMENT.matcher(
                    text(folder(name).resolve("package-info.java")).replace("\n * ", " "));
            assertThat(statement.find())
                    .as("package-info of " + name + " states what it may import")
                    .isTrue();
            SortedSet<String> imports = statement.group(1).equals("nothing")
                    ? new TreeSet<>()
                    : new TreeSet<>(List.of(statement.group(1).split(", ")));
            String kind = statement.group(2) == null
                    ? ""
                    : statement.group(2).replace(".", "").trim();
            statements.put(name, new Statement(imports, kind));
        });
        return statements;
    }

    private static String kind(String name) {
        return PURE.contains(name) ? "Pure" : SPARK.contains(name) ? "Spark" : "";
    }

    private static Set<String> upstream(String name) {
        return FLOW.stream()
                .takeWhile(line -> !line.contains(name))
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    private static Path folder(String name) {
        return SOURCES.resolve(name.replace('.', '/'));
    }

    private static String sources(String name) {
        try (Stream<Path> files = Files.list(folder(name))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ArchitectureTest::text)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String home(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    private static String[] packages(Set<String> names) {
        return names.stream().map(name -> ROOT + name).toArray(String[]::new);
    }

    private static List<JavaClass> named(String suffix, JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.getSimpleName().endsWith(suffix))
                .toList();
    }

    private static boolean handsOutColumns(JavaMethod method) {
        return !method.getModifiers().contains(JavaModifier.PRIVATE)
                && method.getReturnType().getAllInvolvedRawTypes().stream()
                        .map(JavaClass::getBaseComponentType)
                        .anyMatch(type -> type.getName().equals("org.apache.spark.sql.Column")
                                || type.getName().equals("org.apache.spark.sql.Dataset")
                                || type.getPackageName().equals("org.apache.spark.sql.types"));
    }

    private static DescribedPredicate<JavaClass> mayNotAskTheMachine() {
        return DescribedPredicate.not(resideInAnyPackage(packages(Set.of("run", "engine", "cli", "testing")))
                .or(belongTo("io.headrace.table.ProcessOwner")));
    }

    private static DescribedPredicate<JavaClass> belongTo(String outermost) {
        return DescribedPredicate.describe(
                "belong to " + outermost, type -> outermost(type).getName().equals(outermost));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
