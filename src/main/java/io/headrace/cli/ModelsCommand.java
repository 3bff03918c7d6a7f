package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.spec.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into the registry and changes who is champion. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists and compares model versions; promotes and rolls back.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all versions of all models.")
    int list(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Registry registry = Engine.open(options.project()).registry();
        List<List<String>> rows = new ArrayList<>();
        for (String model : registry.models()) {
            ModelState state = registry.state(model);
            int champion = state.champion().map(ModelVersion::number).orElse(0);
            state.versions()
                    .forEach(version -> rows.add(List.of(
                            model,
                            Integer.toString(version.number()),
                            version.number() == champion ? "champion" : "",
                            version.verdict(),
                            headline(version),
                            version.digest().substring(0, 12),
                            version.runId())));
        }
        new Screen().rows(List.of("model", "version", "alias", "verdict", "test", "digest", "run"), rows, output);
        return 0;
    }

    /** The figure that tells most of the test rows. */
    private static String headline(ModelVersion version) {
        return Stream.of("auc", "accuracy", "rmse")
                .filter(version.facts()::containsKey)
                .map(name -> name + " " + ModelComparison.shown(version.facts().get(name)))
                .findFirst()
                .orElse("");
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows all events of a model, oldest first.")
    int show(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model) {
        List<List<String>> rows = new ArrayList<>();
        for (ModelEvent event : Engine.open(options.project()).registry().events(model)) {
            rows.add(List.of(
                    Long.toString(event.seq()),
                    Instant.EPOCH.plus(event.atMicros(), ChronoUnit.MICROS).toString(),
                    event.type().name().toLowerCase(java.util.Locale.ROOT),
                    Integer.toString(event.version()),
                    event.actor(),
                    event.reason(),
                    event.facts().toString()));
        }
        new Screen().rows(List.of("seq", "at", "event", "version", "actor", "reason", "facts"), rows, output);
        return 0;
    }

    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description = "Compares two versions: settings, data, features and metrics.")
    int compare(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "A", description = "A version.") int first,
            @Parameters(paramLabel = "B", description = "Another version.") int second) {
        Engine engine = Engine.open(options.project());
        ModelState state = engine.registry().state(model);
        ModelVersion one = state.version(first);
        ModelVersion other = state.version(second);
        List<List<String>> rows = new ModelComparison(
                        one, other, CardColumns.inputs(engine, one), CardColumns.inputs(engine, other))
                .rows();
        new Screen().rows(List.of("what", "version " + first, "version " + second, "difference"), rows, output);
        return 0;
    }

    @Command(
            name = "card",
            mixinStandardHelpOptions = true,
            description = "Writes the model card of a version as one HTML page.")
    int card(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(arity = "0..1", paramLabel = "VERSION", description = "The version; by default the champion.")
                    Integer number,
            @Option(names = "--out", paramLabel = "FILE", description = "The file; by default card-MODEL-N.html.")
                    Path file)
            throws IOException {
        Project project = options.project();
        Engine engine = Engine.open(project);
        ModelVersion version = number == null
                ? engine.registry().champion(model)
                : engine.registry().state(model).version(number);
        Path target = file != null ? file : Path.of("card-" + model + "-" + version.number() + ".html");
        Files.writeString(
                target,
                new CardColumns(engine, options.folder().getFileName().toString(), project, model, version)
                        .card()
                        .page());
        new Screen().line("the card of version " + version.number() + " of " + model + ": " + target);
        return 0;
    }

    @Command(name = "promote", mixinStandardHelpOptions = true, description = "Makes a version the champion.")
    int promote(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") int version,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "The reason; it is kept for ever.")
                    String reason) {
        Engine.open(options.project()).registry().promote(model, version, Engine.actor(), reason);
        new Screen().line("champion of " + model + " is now version " + version);
        return 0;
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Makes the previous champion the champion again.")
    int rollback(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "The reason; it is kept for ever.")
                    String reason) {
        ModelEvent event = Engine.open(options.project()).registry().rollBack(model, Engine.actor(), reason);
        new Screen().line("champion of " + model + " is again version " + event.version());
        return 0;
    }
}
