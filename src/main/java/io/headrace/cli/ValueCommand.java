package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.spec.Project;
import io.headrace.spec.ValueJobSpec;
import io.headrace.value.ValueStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what the decisions of a model are worth. */
@Command(
        name = "value",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a model earned, what would have been earned otherwise, and what is not known yet, as value jobs found it.")
final class ValueCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "MODEL", description = "The model, or one of its value jobs.")
    private String name;

    @Override
    public Integer call() {
        Project project = options.project();
        List<ValueJobSpec> jobs = jobs(project);
        Engine engine = Engine.open(project);
        List<ValueStatus> found = jobs.stream()
                .map(job -> ValueStatus.of(job, engine.lake(), engine.ledger(), engine.publications(), engine.zone()))
                .toList();
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(found);
        } else {
            found.forEach(status -> ValueText.lines(status).forEach(screen::line));
        }
        return 0;
    }

    private List<ValueJobSpec> jobs(Project project) {
        List<ValueJobSpec> all = project.jobs().values().stream()
                .filter(ValueJobSpec.class::isInstance)
                .map(ValueJobSpec.class::cast)
                .toList();
        List<ValueJobSpec> named = all.stream()
                .filter(job -> job.name().equals(name) || job.model().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw CliErrors.notValued(name, all.stream().map(ValueJobSpec::name).toList());
        }
        return named;
    }
}
