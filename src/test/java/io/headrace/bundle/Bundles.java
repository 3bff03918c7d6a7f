package io.headrace.bundle;

import io.headrace.metric.Figure;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.StandardMetrics;
import io.headrace.metric.Target;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.LinearModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.model.Predictor;
import io.headrace.model.StoredSample;
import io.headrace.quality.StoredCounts;
import io.headrace.registry.Judgement;
import io.headrace.registry.Origin;
import io.headrace.registry.Registry;
import io.headrace.registry.VersionRecord;
import io.headrace.run.Verdict;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.table.Lake;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small version and its bundles. */
public final class Bundles {
    /** Where they come from. */
    static final Origin SOURCE = new Origin("shop", "lake", "registry-a", "lapse", 3, "train-lapse/2026-01-20/1");

    /** A model of two features. */
    public static final ModelFile MODEL = model(0.25);

    /** Rows with what {@link #MODEL} says of them. */
    static final StoredSample SAMPLE = StoredSample.of(
            Predictor.of(MODEL), List.of(new Object[] {1.5, 2}, new Object[] {1 / 3.0, null}, new Object[] {null, 7}));

    /** A figure without a number. */
    static final Figure FIGURE = new Figure(
            new MetricId(StandardMetrics.AUC, new Of.Slice("country", "Éire")), Double.NaN, 0.1, 0.9, 50, Figure.TEST);

    /** Counts of a feature, which need not be those of any rows here. */
    static final StoredCounts COUNTS = new StoredCounts(
            StoredCounts.Of.TRAINING,
            "orders",
            Optional.<ColumnBins>empty(),
            new byte[] {1, 2, -3},
            80,
            1,
            OptionalDouble.of(1 / 3.0),
            OptionalDouble.empty(),
            Optional.of(new StoredCounts.Slice("country", null)));

    private Bundles() {}

    static ModelFile model(double intercept) {
        FeatureEncoder encoder = FeatureEncoder.of(
                List.of(new Encoding.Numeric("days", 4, false), new Encoding.Numeric("orders", 2, true)));
        return new ModelFile(
                LinearModel.of(
                        encoder, Output.LOG_ODDS, intercept, new double[] {0.1, -1 / 7.0, 0.3}, new double[] {4, 2, 0}),
                Map.of("model", "lapse"));
    }

    static VersionRecord record(String digest) {
        return new VersionRecord(
                digest,
                new VersionRecord.Provenance(
                        "crm",
                        "2026-01-20",
                        Target.BINARY,
                        "buys nothing",
                        "true",
                        "activity",
                        "v1",
                        List.of("days", "orders"),
                        List.of(),
                        "logistic-regression",
                        "none",
                        "",
                        "",
                        "",
                        42,
                        100,
                        50),
                new VersionRecord.Purpose("vouchers", ""),
                new TreeMap<>(Map.of("reg-param", 0.1)),
                List.of(FIGURE),
                VersionRecord.Terms.NONE);
    }

    static Registry.Stored stored() {
        return new Registry.Stored(MODEL.bytes(), SAMPLE.bytes());
    }

    /** A bundle of these files. */
    static Bundle of(Registry.Stored stored, Optional<String> signature) {
        return of(SOURCE, stored, signature, record(MODEL.digest()));
    }

    static Bundle of(Origin source, Registry.Stored stored, Optional<String> signature, VersionRecord record) {
        return Bundle.of(
                BundleManifest.of("1.0", source, List.of(), "", Map.of()),
                new BundledRecord(record, Judgement.of(List.of(), Verdict.PROMOTED), List.of()),
                stored,
                signature,
                List.of(FIGURE),
                Stream.of(COUNTS),
                Map.of(Bundle.CARD, "<p>Éire</p>", Bundle.JOB, "{}"));
    }

    /** Registers {@link #MODEL} in a lake, as a run would have that trained it, and makes it champion. */
    public static void trained(Lake lake, Clock clock) {
        Registry registry = new Registry(lake, clock);
        String digest = registry.store("lapse", MODEL);
        registry.store("lapse", digest, SAMPLE);
        registry.register(
                "lapse",
                1,
                "train-lapse/2026-01-20/1",
                "headrace",
                record(digest),
                Judgement.of(List.of(), Verdict.PROMOTED));
    }

    /** The usual one. */
    static Bundle plain() {
        return of(stored(), Optional.empty());
    }
}
