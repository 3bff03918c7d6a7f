package io.headrace.bundle;

import io.headrace.job.JobStage;
import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.model.StoredSample;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.registry.EventDetail;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.ModelSignatures;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Origin;
import io.headrace.registry.Registry;
import io.headrace.run.Digest;
import io.headrace.run.Faults;
import io.headrace.run.RunId;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.train.TrainStage;
import io.headrace.trust.KeyRing;
import io.headrace.trust.signing.SignedModel;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes bundles into a lake.
 *
 * <p>A bundle is verified as a whole before anything is written. Then files are put under their digests, one event makes the version known, and figures and
 * statistics follow, each once: whoever is killed in between and runs again, runs again later, or at the same time, ends with the same version.
 */
public final class BundleImport {
    /** What names of imports begin with. */
    public static final String RUN = "import-";

    private static final int DIGITS = 16;

    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final List<TrainSpec> trainers;
    private final Signers signers;

    /** @param trainers the jobs that train models here */
    public BundleImport(Lake lake, Ledger ledger, Registry registry, List<TrainSpec> trainers, Signers signers) {
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
        this.trainers = List.copyOf(trainers);
        this.signers = Objects.requireNonNull(signers, "signers");
    }

    /**
     * Whose signatures count here.
     *
     * @param trusted keys; empty where none are named
     * @param areNeeded whether a model without a signature is refused
     */
    public record Signers(Optional<KeyRing> trusted, boolean areNeeded) {}

    /**
     * What became of a bundle.
     *
     * @param version as it is known here
     * @param isNew whether it was not known before
     * @param signer whose signature was verified; empty where it has none
     * @param rows of the sample that were scored, all to the bit as where it was trained
     * @param features that scoring needs, in their order
     */
    public record Arrival(
            ModelVersion version, boolean isNew, Optional<String> signer, int rows, List<String> features) {
        public Arrival {
            features = List.copyOf(features);
        }
    }

    /**
     * Takes a bundle.
     *
     * @param where its file, for messages
     * @param actor who does it, as claimed
     */
    public Arrival take(Bundle bundle, String where, String actor) {
        Optional<String> signer = signer(bundle, where);
        EventDetail.Imported arrival = bundle.arrival();
        ModelFile file =
                ModelFile.read(bundle.stored().artifact(), arrival.record().digest());
        int rows = scoredRows(bundle, file, where);
        Faults.reach("bundle verified");
        RunId run = run(bundle.source(), arrival);
        Optional<ModelVersion> known = known(bundle.source(), arrival, run);
        ModelVersion version = known.filter(found -> !found.runId().equals(run.toString()))
                .orElseGet(() -> registered(bundle, arrival, run, actor, where));
        return new Arrival(
                version, known.isEmpty(), signer, rows, file.model().encoder().featureNames());
    }

    private Optional<String> signer(Bundle bundle, String where) {
        if (bundle.signature().isEmpty()) {
            if (signers.areNeeded()) {
                throw BundleErrors.unsigned(where);
            }
            return Optional.empty();
        }
        KeyRing trusted = signers.trusted().orElseThrow(() -> BundleErrors.nobodyTrusted(where));
        SignedModel signed =
                ModelSignatures.verified(bundle.stored(), bundle.signature().get(), where, trusted);
        return Optional.of(signed.signer());
    }

    private static int scoredRows(Bundle bundle, ModelFile file, String where) {
        try {
            StoredSample sample = StoredSample.read(bundle.stored().sample(), file.model());
            if (sample.rows().isEmpty()) {
                throw BundleErrors.contradicts(where, "its sample has no row that could be scored");
            }
            sample.firstDifference(Predictor.of(file)).ifPresent(difference -> {
                throw BundleErrors.scoresDiffer(where, difference);
            });
            return sample.rows().size();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw BundleErrors.contradicts(where, "its model cannot score its sample: " + e.getMessage())
                    .causedBy(e);
        }
    }

    /** The same for the same version of the same lake, whichever release has made the bundle, and whether it was signed by then. */
    private static RunId run(Origin source, EventDetail.Imported arrival) {
        String identity = String.join(
                "/",
                source.registry(),
                source.model(),
                Integer.toString(source.version()),
                arrival.record().digest());
        LocalDate trained = LocalDate.parse(arrival.record().provenance().date());
        return new RunId(RUN + Digest.of(identity).substring(0, DIGITS), trained, 1);
    }

    /** The version, where it was imported before, or comes back to the lake that it left. */
    private Optional<ModelVersion> known(Origin source, EventDetail.Imported arrival, RunId run) {
        if (!lake.has(Registry.TABLE)) {
            return Optional.empty();
        }
        return registry.state(source.model()).versions().stream()
                .filter(version -> version.runId().equals(run.toString())
                        || (source.registry().equals(lake.id(Registry.TABLE))
                                && version.number() == source.version()
                                && version.digest().equals(arrival.record().digest())))
                .findFirst();
    }

    private ModelVersion registered(
            Bundle bundle, EventDetail.Imported arrival, RunId run, String actor, String where) {
        String model = bundle.source().model();
        keepFiles(bundle, arrival.record().digest(), run, where);
        Faults.reach("bundle stored");
        ModelVersion version = registry.add(model, arrival, run.toString(), actor, () -> leastFree(model));
        Faults.reach("bundle registered");
        JobStage.Finding statistics = StatisticsTable.finding(
                lake, model, Counted.all(version.number(), Optional.empty(), bundle.statistics()));
        statistics.record(run);
        Faults.reach("bundle counted");
        if (!bundle.figures().isEmpty()
                && FigureEncoders.of(lake, run.toString()).isEmpty()) {
            FigureEncoders.staged(lake, run, model, version.number(), bundle.figures())
                    .publish(run);
        }
        return version;
    }

    private void keepFiles(Bundle bundle, String digest, RunId run, String where) {
        String model = bundle.source().model();
        registry.store(model, digest, bundle.stored());
        Registry.Stored stored = registry.stored(model, digest).orElseThrow();
        if (!Arrays.equals(stored.artifact(), bundle.stored().artifact())
                || !Arrays.equals(stored.sample(), bundle.stored().sample())) {
            throw BundleErrors.otherSample(where, model);
        }
        bundle.signature().ifPresent(text -> new ModelSignatures(lake, registry).keep(model, digest, text));
        KeptParts parts = new KeptParts(lake);
        List.of(Bundle.CARD, Bundle.JOB, Bundle.VIEW).forEach(part -> parts.keep(model, run, bundle, part));
    }

    /** A run that trains the model has chosen its number when it began. */
    private int leastFree(String model) {
        return 1
                + trainers.stream()
                        .filter(job -> job.model().equals(model))
                        .flatMap(job -> ledger.claims(job.name()).stream())
                        .filter(claim -> !claim.isDone() && !claim.isVoid())
                        .mapToInt(claim -> TrainStage.version(claim.intent()))
                        .max()
                        .orElse(0);
    }
}
