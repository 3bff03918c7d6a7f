package io.headrace.value;

import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.Registry;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.table.Lake;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Scores, decisions and outcomes as runs counted them by score bin. */
final class CountedScores {
    private final Lake lake;
    private final Registry registry;
    private final String model;
    private final Map<Integer, Optional<LabelledCounts>> tested = new HashMap<>();

    CountedScores(Lake lake, Registry registry, String model) {
        this.lake = lake;
        this.registry = registry;
        this.model = model;
    }

    /** Counts that some runs kept. */
    List<Kept> of(Collection<Reach.Counted> days) {
        Set<String> runs = new TreeSet<>();
        days.forEach(day -> {
            runs.add(day.scoredBy());
            if (!day.outcomesBy().isEmpty()) {
                runs.add(day.outcomesBy());
            }
        });
        return all(runs, Set.of(Of.DECISIONS, Of.OUTCOMES));
    }

    private List<Kept> all(Set<String> runs, Set<Of> kinds) {
        return StatisticsTable.of(lake, model, runs, kinds).stream()
                .filter(kept -> kept.statistic().slice().isEmpty()
                        && kept.statistic().column().equals(StoredCounts.SCORE))
                .toList();
    }

    /**
     * What a version decided, beside what came.
     *
     * @param version that scored
     */
    record Valued(int version, ScoredDay day) {}

    /**
     * The rows of an as-of.
     *
     * @param found what {@link #of} found
     * @return empty where no row with a score was counted
     */
    Optional<Valued> day(String asOf, Reach.Counted by, List<Kept> found) {
        List<Kept> decided = found.stream()
                .filter(kept -> isOf(kept, Of.DECISIONS, by.scoredBy(), asOf))
                .toList();
        ScoreCounts decisions = decided.stream()
                .map(kept -> ScoreCounts.fromBytes(kept.statistic().counts()))
                .reduce(ScoreCounts.none(), ScoreCounts::merge);
        if (decisions.rows() == 0) {
            return Optional.empty();
        }
        int version = decided.get(0).counted().version();
        Optional<LabelledCounts> outcomes = found.stream()
                .filter(kept -> isOf(kept, Of.OUTCOMES, by.outcomesBy(), asOf))
                .map(kept -> LabelledCounts.fromBytes(kept.statistic().counts()))
                .reduce(LabelledCounts::merge);
        return Optional.of(new Valued(
                version, new ScoredDay(decisions, outcomes, tested.computeIfAbsent(version, this::testedOn))));
    }

    private static boolean isOf(Kept kept, Of of, String run, String asOf) {
        return kept.statistic().of() == of
                && kept.run().toString().equals(run)
                && kept.counted().asOf().filter(asOf::equals).isPresent();
    }

    private Optional<LabelledCounts> testedOn(int version) {
        String training = registry.state(model).version(version).runId();
        return all(Set.of(training), Set.of(Of.TEST_OUTCOMES)).stream()
                .map(kept -> LabelledCounts.fromBytes(kept.statistic().counts()))
                .reduce(LabelledCounts::merge);
    }
}
