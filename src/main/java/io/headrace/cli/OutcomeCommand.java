package io.headrace.cli;

import io.headrace.run.Invocation;
import io.headrace.spec.Places;
import io.headrace.table.Outcomes;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a job ended, where its exit code is lost. */
@Command(
        name = "outcome",
        mixinStandardHelpOptions = true,
        description = "Prints the outcome record of a job and date as JSON; starts no Spark.")
final class OutcomeCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "NAME", description = "The job.")
    private String name;

    @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date, yyyy-MM-dd.")
    private LocalDate date;

    @Option(
            names = "--invocation",
            paramLabel = "ID",
            converter = InvocationConverter.class,
            description = "The outcome of this call; by default the latest.")
    private Invocation invocation;

    @Override
    public Integer call() {
        Places places = options.places().orElseGet(() -> options.project().places());
        String place = Outcomes.place(places, name, date, Optional.ofNullable(invocation));
        new Screen()
                .line(Outcomes.read(places, place)
                        .orElseThrow(() -> CliErrors.noOutcome(place))
                        .strip());
        return 0;
    }
}
