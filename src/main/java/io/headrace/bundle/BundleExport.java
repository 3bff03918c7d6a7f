package io.headrace.bundle;

import io.headrace.features.KeptViews;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.registry.EventDetail;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.Judgement;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelSignatures;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Origin;
import io.headrace.registry.Registry;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.run.RunId;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes bundles of versions: the same bytes for the same version, as long as release and project are the same. */
public final class BundleExport {
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;

    public BundleExport(Lake lake, Ledger ledger, Registry registry) {
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
    }

    /**
     * What the project says of the version.
     *
     * @param name of the project
     * @param card the page about the version, without a word of its aliases
     * @param personal columns of its view that are declared personal
     * @param purpose what the bundle is made for; empty where nobody said
     */
    public record Said(String name, String card, Set<String> personal, String purpose) {
        public Said {
            personal = Set.copyOf(personal);
        }
    }

    /** The bundle of a version; a user error where it has learnt from personal columns and nobody said what the bundle is for. */
    public Bundle of(String model, ModelVersion version, Said said) {
        List<String> personal = personal(model, version, said);
        if (!personal.isEmpty() && said.purpose().isBlank()) {
            throw BundleErrors.purposeNeeded(model, version, personal);
        }
        Registry.Stored stored = registry.stored(model, version.digest())
                .orElseThrow(() ->
                        BundleErrors.incomplete(model, version, "its file or the rows beside it are not in the lake"));
        Map<String, String> texts = new TreeMap<>(Map.of(Bundle.CARD, said.card()));
        job(model, version).ifPresent(text -> texts.put(Bundle.JOB, text));
        view(model, version).ifPresent(text -> texts.put(Bundle.VIEW, text));
        return Bundle.of(
                BundleManifest.of(
                        Ledger.codeVersion(), origin(model, version, said), personal, said.purpose(), Map.of()),
                new BundledRecord(
                        version.record(),
                        judgement(model, version),
                        version.imported().map(EventDetail.Imported::origins).orElse(List.of())),
                stored,
                new ModelSignatures(lake, registry).kept(model, version.digest()),
                FigureEncoders.of(lake, version.runId()),
                StatisticsTable.of(lake, model, Set.of(version.runId())).stream()
                        .map(Kept::statistic),
                texts);
    }

    private Origin origin(String model, ModelVersion version, Said said) {
        String root = lake.root();
        return new Origin(
                said.name(),
                root.substring(root.lastIndexOf('/') + 1),
                lake.id(Registry.TABLE),
                model,
                version.number(),
                version.runId());
    }

    private Judgement judgement(String model, ModelVersion version) {
        return registry.events(model).stream()
                .filter(event -> event.version() == version.number())
                .map(ModelEvent::judgement)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> BundleErrors.incomplete(model, version, "its gates have not judged it"));
    }

    /** Features that are personal by the view of today, by the rows that it learnt from, or where it came from; sorted. */
    private List<String> personal(String model, ModelVersion version, Said said) {
        Set<String> marked = new TreeSet<>(said.personal());
        TableName training = Layer.TRAINING.table(model);
        marked.addAll(lake.personal(training));
        version.imported().ifPresent(imported -> marked.addAll(imported.personal()));
        marked.retainAll(version.record().provenance().features());
        return List.copyOf(marked);
    }

    private Optional<String> job(String model, ModelVersion version) {
        return version.imported().isPresent()
                ? new KeptParts(lake).of(model, version, Bundle.JOB)
                : ledger.intent(RunId.parse(version.runId()))
                        .flatMap(intent -> registry.keptJob(model, JobSpec.digestOfFile(intent.specDigest())));
    }

    private Optional<String> view(String model, ModelVersion version) {
        Provenance from = version.record().provenance();
        return version.imported().isPresent()
                ? new KeptParts(lake).of(model, version, Bundle.VIEW)
                : new KeptViews(lake).text(from.view(), from.featureVersion());
    }
}
