package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.run.RunContext;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.trace.ScoreChanges;
import io.headrace.trace.WhyChanged;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why scores changed between two days. */
@Command(
        name = "why-changed",
        mixinStandardHelpOptions = true,
        description =
                "Splits what changed between the scores of two days into the part of the model and the parts of the features; the parts"
                        + " sum to the change exactly.")
final class WhyChangedCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table of the scores, such as scores.lapse.")
    private String table;

    @Parameters(index = "1", paramLabel = "D1", description = "The logical date of the run to compare with.")
    private LocalDate first;

    @Parameters(
            index = "2",
            paramLabel = "D2",
            description = "The logical date of the run whose scores are to be explained.")
    private LocalDate second;

    @Option(
            names = "--entity",
            paramLabel = "KEY",
            description = "Whose score; by default all, the largest changes first.")
    private String entity;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many rows are shown one by one; default: ${DEFAULT-VALUE}.")
    private int top;

    @Override
    public Integer call() {
        if (top < 1) {
            throw CliErrors.topTooSmall(top);
        }
        Project project = options.project();
        ScoreSpec job = ScoresCommand.scoring(project, ScoresCommand.name(table));
        Engine engine = Engine.open(project);
        ScoreChanges found = new WhyChanged(
                        job,
                        engine.lakeOf(job),
                        engine.ledger(),
                        engine.registry(),
                        engine.publications(),
                        engine.zone(),
                        new Tiles(project.places().tilesFromMegabytes(), false))
                .between(
                        RunContext.asOf(first, engine.zone()),
                        RunContext.asOf(second, engine.zone()),
                        Optional.ofNullable(entity),
                        top);
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(ChangesText.json(found));
        } else {
            new ChangesText(screen, found, entity != null).show();
        }
        return 0;
    }
}
