package io.headrace.cli;

import io.headrace.bundle.Bundle;
import io.headrace.bundle.BundleFile;
import io.headrace.bundle.BundleImport;
import io.headrace.bundle.BundleImport.Arrival;
import io.headrace.engine.Engine;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Origin;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.run.Printable;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrustPlaces;
import io.headrace.trust.KeyRing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a version from a bundle. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Verifies a bundle, scores the rows that it brings, and registers its version with the next number and no alias.")
final class ModelsImportCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "FILE", description = "The file of the bundle.")
    private Path file;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Bundle bundle = BundleFile.read(file);
        Project project = options.project();
        Engine engine = Engine.open(project);
        Arrival arrival = new BundleImport(
                        engine.lake(),
                        engine.ledger(),
                        engine.registry(),
                        jobs(project, TrainSpec.class).toList(),
                        signers(project.places().trust()))
                .take(bundle, file.toString(), Engine.actor());
        Found found = new Found(project, bundle, arrival);
        if (output.asJson()) {
            new Screen().json(found.json());
        } else {
            found.show(new Screen());
        }
        return 0;
    }

    private static BundleImport.Signers signers(TrustPlaces places) {
        return new BundleImport.Signers(places.keys().map(KeyRing::read), places.isSignedModelsOnly());
    }

    private static <T extends JobSpec> Stream<T> jobs(Project project, Class<T> kind) {
        return project.jobs().values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** What became of a bundle, beside what the project has for it. */
    private record Found(Project project, Bundle bundle, Arrival arrival) {
        private ModelVersion version() {
            return arrival.version();
        }

        private Origin source() {
            return bundle.source();
        }

        private Provenance provenance() {
            return version().record().provenance();
        }

        private Optional<FeatureView> view() {
            return Optional.ofNullable(project.views().get(provenance().view()));
        }

        private boolean isViewSame() {
            return view().filter(here -> here.digest().equals(provenance().featureVersion()))
                    .isPresent();
        }

        private boolean isHere(String feature) {
            return view().flatMap(here -> here.column(feature)).isPresent();
        }

        private List<String> missing() {
            return arrival.features().stream()
                    .filter(feature -> !isHere(feature))
                    .toList();
        }

        private List<String> scoring() {
            return jobs(project, ScoreSpec.class)
                    .filter(job -> job.model().equals(source().model()))
                    .map(JobSpec::name)
                    .toList();
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", source().model());
            json.put("version", version().number());
            json.put("new", arrival.isNew());
            json.put("source", source());
            json.put("digest", version().digest());
            json.put("bundle", bundle.digest());
            json.put("signer", arrival.signer().orElse(""));
            json.put("rows", arrival.rows());
            json.put("personal", bundle.personal());
            json.put(
                    "view",
                    Map.of(
                            "name",
                            provenance().view(),
                            "definition",
                            provenance().featureVersion(),
                            "here",
                            view().isEmpty() ? "missing" : isViewSame() ? "same" : "other"));
            json.put("features", arrival.features());
            json.put("missing_features", missing());
            json.put("score_jobs", scoring());
            return json;
        }

        void show(Screen screen) {
            String model = source().model();
            int number = version().number();
            screen.line(Printable.of(
                    arrival.isNew()
                            ? source().words() + " is version " + number + " of " + model + " here, without an alias"
                            : source().words() + " is here already: it is version " + number + " of " + model));
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("model file", version().digest()));
            rows.add(List.of("bundle", bundle.digest()));
            rows.add(List.of("signed by", arrival.signer().orElse("nobody")));
            rows.add(List.of("scored", arrival.rows() + " rows as in its own lake, to the last bit"));
            rows.add(List.of("view", provenance().view() + ", " + viewInWords()));
            rows.add(List.of("features", String.join(", ", arrival.features())));
            if (!missing().isEmpty()) {
                rows.add(List.of("not here", String.join(", ", missing())));
            }
            rows.add(List.of("score jobs", scoring().isEmpty() ? "none of this model" : String.join(", ", scoring())));
            screen.table(List.of("what", "found"), rows);
            screen.line("to make it champion: headrace models promote " + model + " " + number + " --reason TEXT");
        }

        private String viewInWords() {
            return view().isEmpty()
                    ? "which this project does not have"
                    : isViewSame()
                            ? "as here"
                            : "which has another definition here: score jobs need the one that it learnt from";
        }
    }
}
