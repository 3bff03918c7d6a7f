package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.features.KeptViews;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.registry.ModelVersion;
import io.headrace.run.FailureKind;
import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.ProjectReader.Others;
import io.headrace.table.Ledger.Claim;
import io.headrace.train.Reproduction;
import io.headrace.train.Reproduction.Found;
import io.headrace.train.Reproduction.From;
import io.headrace.train.Reproduction.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Trains a version again and compares. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        description =
                "Trains a version again from what is recorded of it and compares the files; registers and writes nothing."
                        + " Ends with 3 where they differ.")
final class ReproduceCommand implements Callable<Integer> {
    private static final int DIGITS = 12;

    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "MODEL", description = "The model.")
    private String model;

    @Parameters(paramLabel = "VERSION", description = "The version.")
    private int number;

    @Option(
            names = "--from",
            paramLabel = "training|raw",
            defaultValue = "training",
            converter = Origin.class,
            description =
                    "What is built again: the model from the stored training set, or features and training set too;"
                            + " default: ${DEFAULT-VALUE}.")
    private From from;

    @Mixin
    private OutputOptions output;

    /** Reads what is built again from the command line. */
    static final class Origin implements ITypeConverter<From> {
        @Override
        public From convert(String text) {
            return Stream.of(From.values())
                    .filter(from -> word(from).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected training or raw, found \"" + text + "\""));
        }

        static String word(From from) {
            return from.name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Project project = options.project();
        Engine engine = Engine.open(project);
        ModelVersion version = engine.registry().state(model).version(number);
        RunId run = RunId.parse(version.runId());
        Intent intent = intent(engine, run);
        TrainSpec job = job(project, engine, version, intent);
        Found found = new Reproduction(
                        job,
                        engine.lake(),
                        engine.registry(),
                        new Tiles(project.places().tilesFromMegabytes(), false))
                .of(version, intent, engine.context(run.date()), from);
        if (output.asJson()) {
            new Screen().json(json(found, version));
        } else {
            show(found, version, start);
        }
        return found.reproduced() ? 0 : FailureKind.REFUSED.exitCode();
    }

    private Intent intent(Engine engine, RunId run) {
        return engine.ledger().claims(run.job()).stream()
                .filter(claim -> claim.run().equals(run))
                .reduce((earlier, later) -> later)
                .map(Claim::intent)
                .orElseThrow(() -> CliErrors.noIntent(model, number, run));
    }

    /** The job as it was when the version was trained: as it is kept, or as it is where nothing was changed since. */
    private TrainSpec job(Project project, Engine engine, ModelVersion version, Intent intent) throws IOException {
        String name = RunId.parse(version.runId()).job();
        Optional<String> kept = engine.registry().keptJob(model, JobSpec.digestOfFile(intent.specDigest()));
        Project then = kept.isPresent() ? asItWas(project, engine, version, name, kept.get()) : project;
        return then.job(name)
                .filter(TrainSpec.class::isInstance)
                .map(TrainSpec.class::cast)
                .filter(job -> job.digest().equals(intent.specDigest()))
                .orElseThrow(() -> CliErrors.otherDefinition(model, number, name, kept.isPresent()));
    }

    private Project asItWas(Project project, Engine engine, ModelVersion version, String name, String definition)
            throws IOException {
        String view = version.record().provenance().view();
        String digest = version.record().provenance().featureVersion();
        boolean isUnchanged = Optional.ofNullable(project.views().get(view))
                .filter(now -> now.digest().equals(digest))
                .isPresent();
        List<FeatureView> views = isUnchanged
                ? List.of()
                : new KeptViews(engine.lake()).find(view, digest).stream().toList();
        Path file = Files.createTempFile(name + "-" + number + "-", ".conf");
        try {
            Files.writeString(file, definition);
            return options.projectWith(new Others(Map.of(name, file), views));
        } finally {
            Files.delete(file);
        }
    }

    private void show(Found found, ModelVersion version, long start) {
        Screen screen = new Screen();
        screen.table(
                List.of("step", "", "more"),
                found.steps().stream()
                        .map(step -> List.of(step.name(), step.same() ? "same" : "differs", cut(step.words())))
                        .toList());
        screen.step(model + " " + number, sentence(found, version), start);
    }

    /** A digest cut short for people. */
    private String cut(String words) {
        return words.matches("[0-9a-f]{64}") ? words.substring(0, DIGITS) : words;
    }

    private String sentence(Found found, ModelVersion version) {
        return found.steps().stream()
                .filter(step -> !step.same())
                .findFirst()
                .map(step -> "not reproduced: what differs first is the " + step.name() + " of " + version.runId())
                .orElse("reproduced to the last byte, as " + version.runId() + " trained it");
    }

    private Map<String, Object> json(Found found, ModelVersion version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model);
        json.put("version", number);
        json.put("run_id", version.runId());
        json.put("from", Origin.word(from));
        json.put("digest", version.record().digest());
        json.put("found", found.digest());
        json.put("reproduced", found.reproduced());
        json.put("steps", found.steps().stream().map(ReproduceCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(Step step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", step.name());
        json.put("same", step.same());
        json.put("words", step.words());
        return json;
    }
}
