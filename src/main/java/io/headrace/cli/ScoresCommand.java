package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.run.FailureKind;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.score.NearestChange;
import io.headrace.score.NearestChange.Explained;
import io.headrace.score.ScoreReproduction;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Partitions;
import io.headrace.table.Publications.Publication;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at publications and undoes them. */
@Command(
        name = "scores",
        mixinStandardHelpOptions = true,
        description = "Lists publications; rolls them back and withdraws them.",
        synopsisSubcommandLabel = "COMMAND")
final class ScoresCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all publications of a table.")
    int list(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "TABLE", description = "The table, such as scores.lapse.") String table) {
        List<List<Object>> rows = Engine.open(options.project()).publications().history(name(table)).stream()
                .map(ScoresCommand::cells)
                .toList();
        new Screen()
                .rows(
                        List.of("as_of", "seq", "event", "run", "version", "rows", "actor", "reason", "at"),
                        rows,
                        output);
        return 0;
    }

    private static List<Object> cells(Publication p) {
        return List.of(
                p.asOf(),
                p.seq(),
                p.event(),
                p.runId(),
                p.version(),
                p.rows(),
                p.actor(),
                p.reason(),
                p.at().toString());
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Restores the previous publication of a date; other dates stay.")
    int rollback(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "TABLE", description = "The table, such as scores.lapse.") String table,
            @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date of the run.")
                    LocalDate date,
            @Mixin ReasonOption reason) {
        Project project = options.project();
        String asOf = asOf(project, date);
        Publication done = Engine.open(project)
                .undo(
                        name(table),
                        asOf,
                        publications -> publications.rollBack(name(table), asOf, Engine.actor(), reason.text()));
        new Screen()
                .line(
                        done.runId().isEmpty()
                                ? table + " shows nothing of as-of " + done.asOf()
                                        + ": what was visible before was a withdrawal (version " + done.version() + ")"
                                : table + " of as-of " + done.asOf() + " shows " + done.rows() + " rows of run "
                                        + done.runId() + " (version " + done.version() + ")");
        return 0;
    }

    @Command(
            name = "reproduce",
            mixinStandardHelpOptions = true,
            description =
                    "Computes the scores of a date again from what is recorded of their run, and compares each value; writes"
                            + " nothing. Ends with 3 where they differ.")
    int reproduce(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "TABLE", description = "The table, such as scores.lapse.") String table,
            @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date of the run.")
                    LocalDate date)
            throws IOException {
        long start = System.nanoTime();
        Project project = options.project();
        Engine engine = Engine.open(project);
        ScoreSpec now = scoring(project, name(table));
        Publication publication = Optional.ofNullable(
                        engine.publications().visible(now.table()).get(asOf(project, date)))
                .orElseThrow(() -> CliErrors.nothingVisible(table, date));
        RunId run = RunId.parse(publication.runId());
        JobThen then = new JobThen(options, project, engine, run);
        ScoreSpec job = then.job(
                ScoreSpec.class,
                now.model(),
                Map.entry(now.view().name(), now.view().digest()));
        ScoreReproduction.Found found = new ScoreReproduction(
                        job,
                        engine.lakeOf(job),
                        engine.ledger(),
                        engine.registry(),
                        engine.publications(),
                        new Tiles(project.places().tilesFromMegabytes(), false))
                .of(publication, then.intent(), engine.context(run.date()));
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(json(table, publication, found));
        } else {
            screen.step(table, sentence(found, publication), start);
        }
        return found.reproduced() ? 0 : FailureKind.REFUSED.exitCode();
    }

    private static String sentence(ScoreReproduction.Found found, Publication publication) {
        if (found.reproduced()) {
            return String.format(
                    Locale.ROOT,
                    "reproduced: every value of %,d rows is as %s published it",
                    found.rows(),
                    publication.runId());
        }
        String columns = found.differing().entrySet().stream()
                .map(column -> String.format(Locale.ROOT, "%s of %,d rows", column.getKey(), column.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "not reproduced: of %,d rows that readers see %,d do not come out, %,d others do%s",
                found.rows(),
                found.missing(),
                found.extra(),
                columns.isEmpty() ? "" : "; what differs: " + columns);
    }

    private static Map<String, Object> json(String table, Publication publication, ScoreReproduction.Found found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table);
        json.put("as_of", publication.asOf());
        json.put("run_id", publication.runId());
        json.put("rows", found.rows());
        json.put("missing", found.missing());
        json.put("extra", found.extra());
        json.put("differing", found.differing());
        json.put("reproduced", found.reproduced());
        return json;
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = "Removes the publication of a date from the table; other dates stay.")
    int withdraw(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "TABLE", description = "The table, such as scores.lapse.") String table,
            @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date of the run.")
                    LocalDate date,
            @Mixin ReasonOption reason) {
        Project project = options.project();
        String asOf = asOf(project, date);
        Publication done = Engine.open(project)
                .undo(
                        name(table),
                        asOf,
                        publications -> publications.withdraw(name(table), asOf, Engine.actor(), reason.text()));
        new Screen()
                .line(table + " shows nothing of as-of " + done.asOf() + " any more (version " + done.version() + ")");
        return 0;
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description =
                    "Explains a published score: its reasons, and the nearest change that brings another decision.")
    int explain(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "TABLE", description = "The table, such as scores.lapse.") String table,
            @Parameters(paramLabel = "KEY", description = "The entity's key.") String key,
            @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date of the run.")
                    LocalDate date) {
        Project project = options.project();
        ScoreSpec job = scoring(project, name(table));
        Engine engine = Engine.open(project);
        Explained found = new NearestChange(job, engine.lake(), engine.registry())
                .of(key, RunContext.asOf(date, project.places().zone()));
        if (output.asJson()) {
            new Screen().json(ExplainedText.json(job, found));
        } else {
            ExplainedText.lines(job, found).forEach(new Screen()::line);
        }
        return 0;
    }

    /** The job that publishes the table. */
    static ScoreSpec scoring(Project project, TableName table) {
        List<ScoreSpec> jobs = project.jobs().values().stream()
                .filter(ScoreSpec.class::isInstance)
                .map(ScoreSpec.class::cast)
                .toList();
        return jobs.stream()
                .filter(job -> job.table().equals(table))
                .findFirst()
                .orElseThrow(() -> CliErrors.notPublished(
                        table.toString(),
                        jobs.stream().map(job -> job.table().toString()).toList()));
    }

    private static String asOf(Project project, LocalDate date) {
        return Partitions.text(RunContext.asOf(date, project.places().zone()));
    }

    /** The name of a table. */
    static TableName name(String table) {
        try {
            return TableName.parse(table);
        } catch (IllegalArgumentException e) {
            throw CliErrors.badTable(e.getMessage());
        }
    }
}
