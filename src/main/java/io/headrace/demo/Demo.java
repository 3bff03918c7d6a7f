package io.headrace.demo;

import io.headrace.demo.page.DemoReport;
import io.headrace.demo.page.Rollback;
import io.headrace.demo.shop.RetailGenerator;
import io.headrace.demo.shop.RetailSettings;
import io.headrace.demo.shop.RetailTruth;
import io.headrace.engine.Engine;
import io.headrace.job.JobRunner;
import io.headrace.report.MonitorSite;
import io.headrace.report.models.EvidenceReader;
import io.headrace.report.monitor.MonitorReader;
import io.headrace.run.Outcome;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.Selector;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.table.Partitions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Plays a year of the reference shop from raw files to published scores, and rolls a publication back. */
public final class Demo {
    /** The folder of the pages of monitoring. */
    public static final String MONITORING = "monitoring";

    private static final TableName SCORES = TableName.parse("scores.lapse");
    private static final String MODEL = "lapse";

    /** Date of the first training; its test as-of is one of the days for which the generator writes the truth. */
    private static final LocalDate FIRST_TRAINING = LocalDate.of(2025, 10, 23);

    private static final LocalDate CAMPAIGN = LocalDate.of(2025, 10, 28);
    private static final LocalDate BULK = LocalDate.of(2025, 12, 29);
    private static final LocalDate EXPERIMENT = BULK.plusDays(1);
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final String CHALLENGER = "challenger";
    private static final LocalDate LAST_DAY = LocalDate.of(2025, 12, 31);
    private static final LocalDate SECOND_TRAINING = LocalDate.of(2025, 12, 25);

    private final Path home;
    private final Path place;
    private final DemoProgress progress;
    private Project project;
    private Engine engine;
    private MonitorSite monitoring;

    /**
     * A demo that has not begun.
     *
     * @param home the folder of the reference project
     * @param place an empty folder, for the files, the lake and the generator's truth
     */
    public Demo(Path home, Path place, DemoProgress progress) {
        this.home = home;
        this.place = place;
        this.progress = progress;
    }

    /**
     * Plays the year.
     *
     * @param launcher how the page's commands call Headrace
     * @return what the page shows
     */
    public DemoReport play(String launcher) {
        long start = System.nanoTime();
        RetailSettings settings = RetailSettings.defaults();
        progress.line("A shop's year: " + settings.customers() + " customers, " + settings.firstDay() + " to "
                + settings.lastDay());
        RetailTruth truth = new RetailGenerator(settings).generate(place.resolve("landing"), place.resolve("truth"));
        progress.step("files", place.resolve("landing").toString(), start);
        open();
        playTheYear();
        Rollback rollback = rollBackAndForth();
        progress.line("What acting on the scores is worth, up to " + LAST_DAY + ":");
        run("value-lapse", LAST_DAY);
        monitoring = new MonitorReader(
                        engine.lake(), engine.ledger(), engine.registry(), engine.publications(), engine.zone())
                .site("retail", project.jobs().values())
                .with(new EvidenceReader(
                                project, engine.lake(), engine.ledger(), engine.registry(), engine.publications())
                        .inventory("retail"));
        return new DemoTables(project, engine, place, settings, truth, CAMPAIGN, launcher)
                .report(MODEL, SCORES, rollback, monitoring.glances(), MONITORING + "/" + MonitorSite.INDEX);
    }

    /**
     * Writes the pages of monitoring, after the year was played, to where the page that shows the report links to them.
     *
     * @return the page to begin with
     */
    public Path writeMonitoring() throws IOException {
        return monitoring.write(place.resolve(MONITORING));
    }

    private void open() {
        List<String> settings = List.of(
                "landing=" + place.resolve("landing"),
                "lake=" + place.resolve("lake"),
                "exports=" + place.resolve("exports"));
        project = ProjectReader.read(home, "local", settings, Map.of()).projectOrThrow();
        long start = System.nanoTime();
        engine = Engine.open(project);
        progress.step("spark", "one session for everything", start);
    }

    private void playTheYear() {
        progress.line("History in one load, up to " + BULK + ":");
        ingest(BULK);
        progress.line("First training, " + FIRST_TRAINING + ", and the scores for the campaign of " + CAMPAIGN + ":");
        run("train-lapse", FIRST_TRAINING);
        score(CAMPAIGN.minusDays(1));
        progress.line("Second training, " + SECOND_TRAINING + ":");
        run("train-lapse", SECOND_TRAINING);
        progress.line(
                "The refused version may show what it does: it decides about half of all from " + EXPERIMENT + " on:");
        engine.registry().alias(MODEL, CHALLENGER, 2, "demo", "to show an experiment");
        engine.registry().stage(MODEL, CHALLENGER, HALF, EXPERIMENT, "demo", "to show an experiment");
        for (LocalDate day = EXPERIMENT; !day.isAfter(LAST_DAY); day = day.plusDays(1)) {
            progress.line("The day " + day + ":");
            ingest(day);
            score(day);
            run("experiment-lapse", day);
        }
        progress.line("What the vouchers of " + CAMPAIGN + " brought, up to " + LAST_DAY + ":");
        run("experiment-vouchers", LAST_DAY);
        progress.line("Who was written to, up to " + LAST_DAY + ":");
        run("fairness-lapse", LAST_DAY);
    }

    private void ingest(LocalDate day) {
        run("ingest-invoices", day);
        run("ingest-customers", day);
        run("ingest-campaigns", day);
    }

    private void score(LocalDate day) {
        run("features-customer-activity", day);
        run("score-lapse", day);
        run("export-lapse", day);
        run("monitor-lapse", day);
    }

    private void run(String name, LocalDate day) {
        run(name, day, JobRunner.Again.SKIP);
    }

    private void run(String name, LocalDate day, JobRunner.Again again) {
        JobSpec job = Selector.of(name).select(project).get(0);
        long start = System.nanoTime();
        Outcome outcome = engine.run(job, day, again);
        progress.step(name, outcome.message(), start);
    }

    /** Scores the last day again with the refused version, rolls back to the first, and to the second and the first again. */
    private Rollback rollBackAndForth() {
        String asOf = Partitions.text(
                LAST_DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        progress.line("A mistake and its undoing, " + LAST_DAY + ":");
        engine.registry().promote(MODEL, 2, "demo", "to show a rollback: the gates had refused it");
        run("score-lapse", LAST_DAY, JobRunner.Again.FORCE);
        Rollback.State before = DemoTables.state(engine, SCORES, asOf);
        Rollback.State after = undo(asOf, "scores of a refused version", "rollback");
        Rollback.State backAgain = undo(asOf, "to show the way back", "and back");
        undo(asOf, "the gates' choice stays", "and again");
        engine.registry().rollBack(MODEL, "demo", "the gates' choice stays");
        return new Rollback(before, after, backAgain);
    }

    private Rollback.State undo(String asOf, String reason, String step) {
        long start = System.nanoTime();
        engine.undo(SCORES, asOf, publications -> publications.rollBack(SCORES, asOf, "demo", reason));
        Rollback.State state = DemoTables.state(engine, SCORES, asOf);
        progress.step(step, state.rows() + " rows of model version " + state.modelVersion() + " are visible", start);
        return state;
    }
}
