package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.run.RunContext;
import io.headrace.score.NearestChange;
import io.headrace.score.NearestChange.Explained;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Partitions;
import io.headrace.table.Publications.Publication;
import java.time.LocalDate;
import java.util.List;
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

    private static ScoreSpec scoring(Project project, TableName table) {
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

    private static TableName name(String table) {
        try {
            return TableName.parse(table);
        } catch (IllegalArgumentException e) {
            throw CliErrors.badTable(e.getMessage());
        }
    }
}
