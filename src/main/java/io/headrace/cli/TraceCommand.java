package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.Project;
import io.headrace.table.Partitions;
import io.headrace.trace.FileTrace;
import io.headrace.trace.FileTrace.Touched;
import io.headrace.trace.FileTracer;
import io.headrace.trace.ScoreTrace;
import io.headrace.trace.ScoreTrace.FilePart;
import io.headrace.trace.ScoreTrace.LabelledRow;
import io.headrace.trace.ScoreTrace.Source;
import io.headrace.trace.ScoreTracer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a score comes from, and where a file went. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description =
                "Walks from a score to version, training rows, features, raw rows and files; or from a file to the scores and"
                        + " versions that it touched.")
final class TraceCommand implements Callable<Integer> {
    private static final int FILES_SHOWN = 10;
    private static final int DAY = 10;

    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "TABLE", arity = "0..1", description = "The table of the score, such as scores.lapse.")
    private String table;

    @Option(names = "--entity", paramLabel = "KEY", description = "Whose score.")
    private String entity;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description =
                    "As scores list shows it, or a date for its beginning; by default the latest that readers see.")
    private String asOf;

    @Option(names = "--file", paramLabel = "PATH", description = "A raw file, by its path below the landing folder.")
    private String file;

    @Override
    public Integer call() {
        boolean isOfScore = table != null && entity != null;
        if (isOfScore == (file != null)) {
            throw CliErrors.nothingToTrace();
        }
        Project project = options.project();
        Engine engine = Engine.open(project);
        if (isOfScore) {
            show(new ScoreTracer(
                            ScoresCommand.scoring(project, ScoresCommand.name(table)),
                            engine.lake(),
                            engine.ledger(),
                            engine.registry(),
                            engine.publications(),
                            engine.zone())
                    .of(entity, Optional.ofNullable(asOf).map(text -> instant(text, engine.zone()))));
        } else {
            show(new FileTracer(project, engine.lake(), engine.zone()).of(file));
        }
        return 0;
    }

    private static Instant instant(String text, ZoneId zone) {
        try {
            return text.length() == DAY ? CalendarDays.begin(LocalDate.parse(text), zone) : Partitions.instant(text);
        } catch (DateTimeException e) {
            throw CliErrors.notAnAsOf(text, e);
        }
    }

    private void show(ScoreTrace trace) {
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(TraceJson.of(trace));
            return;
        }
        screen.line(trace.score().table() + " of " + trace.score().entity() + " as of "
                + trace.score().asOf() + ", by " + trace.score().run() + ", version "
                + trace.score().version());
        values(screen, trace.score().values());
        screen.line("by version " + trace.model().version() + " of "
                + trace.model().name() + ", trained by "
                + trace.model().run()
                + String.format(Locale.ROOT, " on %,d rows, ", trace.model().rows())
                + own(trace.model().ofEntity()) + ", from " + trace.model().inputs());
        screen.line("from " + trace.features().table() + " version "
                + trace.features().version() + ", by " + trace.features().run());
        values(screen, trace.features().values());
        trace.sources().forEach(source -> source(screen, source));
    }

    private static String own(List<LabelledRow> rows) {
        return rows.isEmpty()
                ? "none of them of this entity"
                : rows.size() + " of them of this entity (as of "
                        + String.join(", ", rows.stream().map(LabelledRow::asOf).toList()) + ")";
    }

    private static void values(Screen screen, Map<String, String> values) {
        values.forEach((name, value) -> screen.line("    " + name + "  " + value));
    }

    private static void source(Screen screen, Source source) {
        screen.line(String.format(
                Locale.ROOT,
                "of %s, %s version %d: %,d rows%s",
                source.input(),
                source.table(),
                source.version(),
                source.rows(),
                source.shownToAll() ? ", which every entity is shown" : ""));
        if (!source.files().isEmpty()) {
            List<List<Object>> lines = new ArrayList<>();
            source.files().stream().limit(FILES_SHOWN).forEach(part -> lines.add(line(part)));
            screen.table(List.of("file", "rows", "first", "last", "taken in by", "sha-256"), lines);
        }
        if (source.files().size() > FILES_SHOWN) {
            screen.line("and " + (source.files().size() - FILES_SHOWN) + " more files; --json has all");
        }
    }

    private static List<Object> line(FilePart part) {
        return List.of(part.path(), part.rows(), part.first(), part.last(), part.run(), part.digest());
    }

    private void show(FileTrace trace) {
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(TraceJson.of(trace));
            return;
        }
        screen.table(
                List.of("rows of the file in", "rows", "taken in by"),
                trace.takenIn().stream()
                        .map(taken -> List.<Object>of(taken.table(), taken.rows(), taken.run()))
                        .toList());
        screen.line("scores that had rows of it within reach:");
        screen.table(
                List.of("table", "as_of", "version", "rows"),
                trace.scores().stream().map(TraceCommand::line).toList());
        screen.line("versions that learnt from rows that had it within reach:");
        screen.table(
                List.of("model", "version", "training rows"),
                trace.versions().stream()
                        .map(touched -> List.<Object>of(touched.model(), touched.version(), touched.rows()))
                        .toList());
    }

    private static List<Object> line(Touched touched) {
        return List.of(touched.table(), touched.asOf(), touched.version(), touched.rows());
    }
}
