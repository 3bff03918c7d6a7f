package io.headrace.cli;

import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into the registry and changes who is champion. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Shows models and versions; promotes and rolls back.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "All versions of all models.")
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
                            version.facts().getOrDefault("auc", ""),
                            version.digest().substring(0, 12),
                            version.runId())));
        }
        new Screen().rows(List.of("model", "version", "alias", "verdict", "test auc", "digest", "run"), rows, output);
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "All events of a model, oldest first.")
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

    @Command(name = "promote", mixinStandardHelpOptions = true, description = "Makes a version champion.")
    int promote(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") int version,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept for ever.")
                    String reason) {
        Engine.open(options.project()).registry().promote(model, version, Engine.actor(), reason);
        new Screen().line("champion of " + model + " is now version " + version);
        return 0;
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Makes the former champion champion again.")
    int rollback(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept for ever.")
                    String reason) {
        ModelEvent event = Engine.open(options.project()).registry().rollBack(model, Engine.actor(), reason);
        new Screen().line("champion of " + model + " is again version " + event.version());
        return 0;
    }
}
