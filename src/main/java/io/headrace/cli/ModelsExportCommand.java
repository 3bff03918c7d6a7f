package io.headrace.cli;

import io.headrace.bundle.Bundle;
import io.headrace.bundle.BundleExport;
import io.headrace.bundle.BundleFile;
import io.headrace.engine.Engine;
import io.headrace.registry.ModelVersion;
import io.headrace.report.models.CardReader;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.Project;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a version to a bundle. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a version with all that is known of it to one file, a bundle, for another lake.")
final class ModelsExportCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "MODEL", description = "The model.")
    private String model;

    @Parameters(paramLabel = "VERSION", description = "The version.")
    private int number;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file of the bundle.")
    private Path file;

    @Option(
            names = "--purpose",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What the bundle is for; asked for where the version has learnt from personal columns.")
    private String purpose;

    @Override
    public Integer call() {
        Project project = options.project();
        Engine engine = Engine.open(project);
        ModelVersion version = engine.registry().state(model).version(number);
        Bundle bundle = new BundleExport(engine.lake(), engine.ledger(), engine.registry())
                .of(model, version, said(project, engine, version));
        String digest = bundle.digest();
        String reason = purpose.isBlank() ? "for another lake" : purpose;
        // First what goes, then that it has gone: a file that nobody recorded would be worse than a record without a
        // file.
        engine.registry().exported(model, number, digest, Engine.actor(), reason);
        BundleFile.write(bundle, file);
        new Screen().line("version " + number + " of " + model + ": " + file + ", SHA-256 " + digest);
        if (!bundle.personal().isEmpty()) {
            new Screen().line("it has learnt from personal columns: " + String.join(", ", bundle.personal()));
        }
        return 0;
    }

    private BundleExport.Said said(Project project, Engine engine, ModelVersion version) {
        String name = options.folder().getFileName().toString();
        String card = new CardReader(engine.lake(), engine.ledger(), engine.registry())
                .cardWithoutAliases(name, project, model, version)
                .page();
        return new BundleExport.Said(name, card, personal(project, version), purpose);
    }

    private static Set<String> personal(Project project, ModelVersion version) {
        return Optional.ofNullable(
                        project.views().get(version.record().provenance().view()))
                .stream()
                .flatMap(view -> view.columns().stream())
                .filter(FeatureColumn::personal)
                .map(FeatureColumn::name)
                .collect(Collectors.toSet());
    }
}
