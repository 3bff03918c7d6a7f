package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.features.KeptViews;
import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.ProjectReader.Others;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job as it was when it ran: by the definition that was kept, or as it is where nothing was changed since. */
final class JobThen {
    private final ProjectOptions options;
    private final Project project;
    private final Engine engine;
    private final RunId run;

    JobThen(ProjectOptions options, Project project, Engine engine, RunId run) {
        this.options = options;
        this.project = project;
        this.engine = engine;
        this.run = run;
    }

    /** What the run was going to do. */
    Intent intent() {
        return engine.ledger().intent(run).orElseThrow(() -> CliErrors.noIntent(run));
    }

    /**
     * The job.
     *
     * @param model in whose folder its definition is kept
     * @param view the view that it was about, with the digest of its definition then
     */
    <T extends JobSpec> T job(Class<T> kind, String model, Map.Entry<String, String> view) throws IOException {
        Intent intent = intent();
        Optional<String> kept = engine.registry().keptJob(model, JobSpec.digestOfFile(intent.specDigest()));
        Project then = kept.isPresent() ? asItWas(kept.get(), view) : project;
        return then.job(run.job())
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(job -> job.digest().equals(intent.specDigest()))
                .orElseThrow(() -> CliErrors.otherDefinition(run, kept.isPresent()));
    }

    private Project asItWas(String definition, Map.Entry<String, String> view) throws IOException {
        boolean isUnchanged = Optional.ofNullable(project.views().get(view.getKey()))
                .filter(now -> now.digest().equals(view.getValue()))
                .isPresent();
        List<FeatureView> views = isUnchanged
                ? List.of()
                : new KeptViews(engine.lake())
                        .find(view.getKey(), view.getValue()).stream().toList();
        Path file = Files.createTempFile(run.job() + "-", ".conf");
        try {
            Files.writeString(file, definition);
            return options.projectWith(new Others(Map.of(run.job(), file), views));
        } finally {
            Files.delete(file);
        }
    }
}
