package io.headrace.cli;

import io.headrace.demo.page.DemoPage;
import io.headrace.demo.page.DemoReport;
import io.headrace.demo.page.Rollback;
import io.headrace.demo.shop.RetailGenerator;
import io.headrace.demo.shop.RetailSettings;
import io.headrace.demo.shop.RetailTruth;
import io.headrace.engine.Engine;
import io.headrace.job.JobRunner;
import io.headrace.run.Outcome;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.Selector;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.table.Partitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays a year of the reference shop from raw files to published scores, and undoes a publication. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a year of files of a shop, takes them in, trains, scores, publishes, rolls back,",
            "and writes one HTML page about it. Needs nothing but this folder; takes a few minutes."
        })
final class DemoCommand implements Callable<Integer> {
    private static final TableName SCORES = TableName.parse("scores.lapse");
    private static final String MODEL = "lapse";

    /** Trained on; its test as-of is one of the days for which the generator tells the truth. */
    private static final LocalDate FIRST_TRAINING = LocalDate.of(2025, 10, 23);

    private static final LocalDate CAMPAIGN = LocalDate.of(2025, 10, 28);
    private static final LocalDate BULK = LocalDate.of(2025, 12, 29);
    private static final LocalDate LAST_DAY = LocalDate.of(2025, 12, 31);
    private static final LocalDate SECOND_TRAINING = LocalDate.of(2025, 12, 25);

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where files, lake and page go; default: target/demo beside the headrace script.")
    private Path folder = home().resolve("target/demo");

    private final Screen screen = new Screen();
    private Project project;
    private Engine engine;

    private static Path home() {
        return Path.of(System.getProperty("headrace.home", "")).toAbsolutePath();
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Path place = folder.toAbsolutePath().normalize();
        clear(place);
        RetailSettings settings = RetailSettings.defaults();
        screen.line("A shop's year: " + settings.customers() + " customers, " + settings.firstDay() + " to "
                + settings.lastDay());
        RetailTruth truth = new RetailGenerator(settings).generate(place.resolve("landing"), place.resolve("truth"));
        screen.step("files", place.resolve("landing").toString(), start);
        open(place);
        playTheYear();
        Rollback rollback = rollBackAndForth();
        DemoReport report = new DemoColumns(project, engine, place, settings, truth, CAMPAIGN, launcher())
                .report(MODEL, SCORES, rollback);
        write(place.resolve("report.html"), DemoPage.render(report));
        summary(place, report, start);
        return 0;
    }

    private void open(Path place) {
        List<String> settings = List.of("landing=" + place.resolve("landing"), "lake=" + place.resolve("lake"));
        project = ProjectReader.read(home(), "local", settings, Map.of()).projectOrThrow();
        long start = System.nanoTime();
        engine = Engine.open(project);
        screen.step("spark", "one session for everything", start);
    }

    private void playTheYear() {
        screen.line("History in one load, up to " + BULK + ":");
        ingest(BULK);
        screen.line("First training, " + FIRST_TRAINING + ", and the scores for the campaign of " + CAMPAIGN + ":");
        run("train-lapse", FIRST_TRAINING);
        score(CAMPAIGN.minusDays(1));
        screen.line("Second training, " + SECOND_TRAINING + ":");
        run("train-lapse", SECOND_TRAINING);
        for (LocalDate day = BULK.plusDays(1); !day.isAfter(LAST_DAY); day = day.plusDays(1)) {
            screen.line("The day " + day + ":");
            ingest(day);
            score(day);
        }
    }

    private void ingest(LocalDate day) {
        run("ingest-invoices", day);
        run("ingest-customers", day);
        run("ingest-campaigns", day);
    }

    private void score(LocalDate day) {
        run("features-customer-activity", day);
        run("score-lapse", day);
    }

    private void run(String name, LocalDate day) {
        run(name, day, JobRunner.Again.SKIP);
    }

    private void run(String name, LocalDate day, JobRunner.Again again) {
        JobSpec job = Selector.of(name).select(project).get(0);
        long start = System.nanoTime();
        Outcome outcome = engine.run(job, day, again);
        screen.step(name, outcome.message(), start);
    }

    /** Publishes the last day again by the refused version, takes that back, and takes the taking back back. */
    private Rollback rollBackAndForth() {
        String asOf = Partitions.text(
                LAST_DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        screen.line("A mistake and its undoing, " + LAST_DAY + ":");
        engine.registry().promote(MODEL, 2, "demo", "to show a rollback: the gates had refused it");
        run("score-lapse", LAST_DAY, JobRunner.Again.FORCE);
        Rollback.State before = DemoColumns.state(engine, SCORES, asOf);
        Rollback.State after = undo(asOf, "scores of a refused version", "rollback");
        Rollback.State backAgain = undo(asOf, "to show the way back", "and back");
        undo(asOf, "the gates' choice stays", "and again");
        engine.registry().rollBack(MODEL, "demo", "the gates' choice stays");
        return new Rollback(before, after, backAgain);
    }

    private Rollback.State undo(String asOf, String reason, String step) {
        long start = System.nanoTime();
        engine.publications().rollBack(SCORES, asOf, "demo", reason);
        Rollback.State state = DemoColumns.state(engine, SCORES, asOf);
        screen.step(step, state.rows() + " rows of model version " + state.modelVersion() + " are visible", start);
        return state;
    }

    private void summary(Path place, DemoReport report, long start) {
        screen.line("");
        screen.line(report.heading().verdict());
        report.quality()
                .ifPresent(quality -> screen.line(String.format(
                        java.util.Locale.ROOT,
                        "AUC %.3f (%.3f to %.3f), recency rule %.3f%s",
                        quality.model().value(),
                        quality.model().low(),
                        quality.model().high(),
                        quality.recencyRule().value(),
                        quality.bestPossible()
                                .map(best -> String.format(java.util.Locale.ROOT, ", best possible %.3f", best.value()))
                                .orElse(""))));
        screen.line("Everything in " + (System.nanoTime() - start) / 1_000_000_000L + " s. The page: "
                + place.resolve("report.html"));
        screen.line("Try next:");
        report.commands().forEach(command -> screen.line("  " + command.line()));
    }

    private static String launcher() {
        Path script = home().resolve("headrace");
        return Files.exists(script) ? "./headrace" : "headrace";
    }

    private static void clear(Path place) {
        try {
            if (!Files.exists(place)) {
                return;
            }
            if (!Files.isDirectory(place.resolve("lake")) && !isEmpty(place)) {
                throw CliErrors.folderInUse(place.toString());
            }
            for (String part : List.of("landing", "truth", "lake", "report.html")) {
                delete(place.resolve(part));
            }
        } catch (IOException e) {
            throw CliErrors.cannotWrite(place.toString(), e);
        }
    }

    private static boolean isEmpty(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.findAny().isEmpty();
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CliErrors.cannotWrite(file.toString(), e);
        }
    }
}
