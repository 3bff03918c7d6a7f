package io.headrace.train.search;

import io.headrace.metric.Metric;
import io.headrace.metric.StandardMetrics;
import io.headrace.model.ClassModel;
import io.headrace.model.CompiledModel;
import io.headrace.model.TreeModel;
import io.headrace.run.Faults;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe.Search;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.NumberErrors;
import io.headrace.stats.ProbabilityLoss;
import io.headrace.stats.RocAuc;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Searches for the settings with the best mean over validation folds of the training rows.
 *
 * <p>With halving (successive halving: K. Jamieson and A. Talwalkar 2016) all combinations are tried on a ninth of the rows, the better third
 * of them on a third, and again the better third on all; shares of less than {@value #LEAST_ROWS} rows are left out. Where trees are added one after another a trial is judged at each tenth of them
 * and the best number taken, so that more rounds than needed do no harm. Of more than {@value #JUDGED_ROWS} rows a fold
 * is judged on those of a share of the entities, chosen by a hash.
 */
public final class SettingsSearch {
    private static final int JUDGED_ROWS = 200_000;
    private static final int BUCKETS = 1_000_000;
    private static final int TENTHS = 10;
    private static final int HALVING = 3;
    private static final int LEAST_ROWS = 1000;
    private static final List<Double> SHARES = List.of(1 / 9d, 1 / 3d, 1d);

    private final TrainSpec spec;
    private final Fitting fitting;
    private final Search search;
    private final Clock clock;
    private final KeptTrials kept;

    /**
     * @param fitting fits the candidates
     * @param clock measures how long the search takes
     */
    public SettingsSearch(TrainSpec spec, Fitting fitting, Clock clock, KeptTrials kept) {
        this.spec = spec;
        this.fitting = fitting;
        this.search = spec.recipe().search().orElseThrow();
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * The trials in the order in which they were finished; the last share's best is the winner.
     *
     * @param rows the training rows
     */
    public List<Trial> trials(Dataset<Row> rows) {
        Optional<Instant> end = search.minutes().map(minutes -> clock.instant().plus(Duration.ofMinutes(minutes)));
        List<FoldColumns> folds = FoldColumns.of(fitting, rows, search.folds());
        List<Learner> candidates =
                Candidates.of(search, spec.recipe().learner(), spec.recipe().seed());
        List<Trial> all = new ArrayList<>();
        for (double share : shares(rows)) {
            Map<Learner, Trial> rung = new LinkedHashMap<>();
            for (Learner candidate : candidates) {
                boolean isLate =
                        end.filter(moment -> clock.instant().isAfter(moment)).isPresent();
                if (!isLate || (rung.isEmpty() && all.isEmpty())) {
                    rung.put(candidate, trial(rows, folds, candidate, share));
                }
            }
            all.addAll(rung.values());
            if (rung.isEmpty()) {
                break;
            }
            candidates = better(rung);
        }
        return all;
    }

    /** A share of few rows would tell little. */
    private List<Double> shares(Dataset<Row> rows) {
        long count = search.halving() ? rows.count() : 0;
        return SHARES.stream()
                .filter(share -> share == 1 || count * share >= LEAST_ROWS)
                .toList();
    }

    /** The settings of the best trial on the largest share that was tried. */
    public static Trial best(List<Trial> trials) {
        double largest = trials.stream().mapToDouble(Trial::share).max().orElseThrow();
        return trials.stream()
                .filter(trial -> trial.share() == largest)
                .reduce((best, next) -> next.isBetterThan(best) ? next : best)
                .orElseThrow();
    }

    private static List<Learner> better(Map<Learner, Trial> rung) {
        Comparator<Map.Entry<Learner, Trial>> byValue =
                (one, other) -> one.getValue().isBetterThan(other.getValue())
                        ? -1
                        : other.getValue().isBetterThan(one.getValue()) ? 1 : 0;
        return rung.entrySet().stream()
                .sorted(byValue)
                .limit(Math.max(1, rung.size() / HALVING))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Trial trial(Dataset<Row> rows, List<FoldColumns> folds, Learner candidate, double share) {
        return kept.find(candidate.settings(), share).orElseGet(() -> {
            Trial trial = tried(rows, folds, candidate, share);
            kept.keep(candidate.settings(), trial);
            Faults.reach("tried");
            return trial;
        });
    }

    private Trial tried(Dataset<Row> rows, List<FoldColumns> folds, Learner candidate, double share) {
        Dataset<Row> part =
                share == 1 ? rows : rows.where(fitting.hash("share", BUCKETS).lt(Math.round(share * BUCKETS)));
        Map<Integer, List<Double>> byRounds = new TreeMap<>();
        long judged = 0;
        for (FoldColumns fold : folds) {
            Dataset<Row> learnt = fitting.prepared(part.where(fold.learnt()));
            fitting.requireLearnable(part.where(fold.learnt()));
            CompiledModel model = fitting.fit(learnt, candidate);
            Judged found = judged(sampled(part.where(fold.validated())), shortened(model, candidate));
            judged += found.rows();
            found.values()
                    .forEach((rounds, value) -> byRounds.computeIfAbsent(rounds, key -> new ArrayList<>())
                            .add(value));
        }
        return best(candidate, share, byRounds, judged);
    }

    private Trial best(Learner candidate, double share, Map<Integer, List<Double>> byRounds, long judged) {
        List<Trial> trials = byRounds.entrySet().stream()
                .map(entry -> {
                    Map<String, Double> settings = new TreeMap<>(candidate.settings());
                    if (entry.getKey() > 0) {
                        settings.put(candidate.kind().rounds(), (double) entry.getKey());
                    }
                    double mean = entry.getValue().stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow();
                    return new Trial(new TreeMap<>(settings), share, metric(), entry.getValue(), mean, judged);
                })
                .toList();
        return best(trials);
    }

    private Metric metric() {
        return switch (spec.target()) {
            case BINARY -> StandardMetrics.AUC;
            case REGRESSION -> StandardMetrics.RMSE;
            case MULTICLASS -> StandardMetrics.LOG_LOSS;
        };
    }

    /** The model, or where trees were added one after another the models of each tenth of them, by number of rounds. */
    private static Map<Integer, CompiledModel> shortened(CompiledModel model, Learner candidate) {
        int rounds = model.part(0) instanceof TreeModel trees ? trees.trees().size() : 0;
        if (candidate.kind().rounds().isEmpty() || rounds == 0) {
            return Map.of(0, model);
        }
        Map<Integer, CompiledModel> models = new TreeMap<>();
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            int count = Math.max(1, rounds * tenth / TENTHS);
            models.put(count, shortened(model, count));
        }
        return models;
    }

    private static CompiledModel shortened(CompiledModel model, int rounds) {
        if (model instanceof ClassModel classes) {
            return ClassModel.of(
                    classes.classes(),
                    classes.parts().stream()
                            .map(part -> ((TreeModel) part).first(rounds))
                            .toList());
        }
        return ((TreeModel) model).first(rounds);
    }

    private Dataset<Row> sampled(Dataset<Row> rows) {
        long count = rows.count();
        return count <= JUDGED_ROWS
                ? rows
                : rows.where(fitting.hash("judge", BUCKETS).lt(BUCKETS * (long) JUDGED_ROWS / count));
    }

    private Judged judged(Dataset<Row> rows, Map<Integer, CompiledModel> models) {
        Dataset<Row> prepared = fitting.prepared(rows);
        String[] columns = prepared.columns();
        List<Row> raw = prepared.drop(columns[columns.length - 2], columns[columns.length - 1])
                .collectAsList();
        fitting.requireJudgeable(
                raw.stream().mapToDouble(row -> row.getDouble(row.size() - 1)).toArray());
        Map<Integer, Double> values = new TreeMap<>();
        models.forEach((rounds, model) -> values.put(rounds, value(raw, model)));
        return new Judged(raw.size(), values);
    }

    private double value(List<Row> rows, CompiledModel model) {
        int features = model.encoder().featureCount();
        var scorer = model.scorer();
        double[] scores = new double[rows.size()];
        double[] answers = new double[rows.size()];
        Object[] raw = new Object[features];
        for (int i = 0; i < scores.length; i++) {
            for (int feature = 0; feature < features; feature++) {
                raw[feature] = rows.get(i).get(feature);
            }
            answers[i] = rows.get(i).getDouble(features);
            double score = scorer.score(raw);
            scores[i] = model.classes().isEmpty() ? score : scorer.probability((int) answers[i]);
        }
        return switch (spec.target()) {
            case BINARY -> auc(scores, answers);
            case REGRESSION -> NumberErrors.of(scores, answers).rootMeanSquared();
            case MULTICLASS ->
                Arrays.stream(scores).map(ProbabilityLoss::logLoss).average().orElseThrow();
        };
    }

    private static double auc(double[] scores, double[] answers) {
        boolean[] labels = new boolean[answers.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = answers[i] == 1;
        }
        return RocAuc.of(BinaryOutcomes.of(scores, labels));
    }

    private record Judged(int rows, Map<Integer, Double> values) {}
}
