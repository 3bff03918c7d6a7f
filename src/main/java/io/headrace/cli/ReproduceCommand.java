package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.run.FailureKind;
import io.headrace.run.RunId;
import io.headrace.spec.Project;
import io.headrace.spec.TrainSpec;
import io.headrace.train.Reproduction;
import io.headrace.train.Reproduction.Found;
import io.headrace.train.Reproduction.From;
import io.headrace.train.Reproduction.Step;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        version.imported().ifPresent(imported -> {
            throw CliErrors.trainedElsewhere(model, number, imported.trained());
        });
        RunId run = RunId.parse(version.runId());
        JobThen then = new JobThen(options, project, engine, run);
        TrainSpec job = then.job(TrainSpec.class, model, view(version.record().provenance()));
        Found found = new Reproduction(
                        job,
                        engine.lakeOf(job),
                        engine.registry(),
                        new Tiles(project.places().tilesFromMegabytes(), false))
                .of(version, then.intent(), engine.context(run.date()), from);
        if (output.asJson()) {
            new Screen().json(json(found, version));
        } else {
            show(found, version, start);
        }
        return found.reproduced() ? 0 : FailureKind.REFUSED.exitCode();
    }

    private static Map.Entry<String, String> view(Provenance from) {
        return Map.entry(from.view(), from.featureVersion());
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
