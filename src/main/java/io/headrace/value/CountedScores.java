package io.headrace.value;

import io.headrace.quality.DecidingArms;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.Registry;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.table.Lake;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return all(runs, Set.of(Of.DECISIONS, Of.OUTCOMES, Of.ARM_DECISIONS, Of.ARM_OUTCOMES));
    }

    private List<Kept> all(Set<String> runs, Set<Of> kinds) {
        return StatisticsTable.of(lake, model, runs, kinds).stream()
                .filter(kept -> kept.statistic().slice().isEmpty()
                        || kept.statistic().of().isByArm())
                .filter(kept -> kept.statistic().column().equals(StoredCounts.SCORE))
                .toList();
    }

    /**
     * What a version decided, beside what came.
     *
     * @param version that scored
     * @param arms rows by who decided about them; none where the champion did about all, and where rows were not counted by arm
     */
    record Valued(int version, ScoredDay day, SortedMap<String, OfArm> arms) {
        Valued {
            arms = Collections.unmodifiableSortedMap(new TreeMap<>(arms));
        }
    }

    /**
     * What an arm decided.
     *
     * @param version that it asks
     */
    record OfArm(int version, ScoredDay day) {}

    /**
     * The rows of an as-of.
     *
     * @param found what {@link #of} found
     * @return empty where no row with a score was counted
     */
    Optional<Valued> day(String asOf, Reach.Counted by, List<Kept> found) {
        List<Kept> decided = of(found, Of.DECISIONS, by.scoredBy(), asOf).toList();
        List<Kept> came = of(found, Of.OUTCOMES, by.outcomesBy(), asOf).toList();
        return day(decided, came).map(day -> {
            SortedMap<String, OfArm> arms = by.fallenBack() ? new TreeMap<>() : arms(asOf, by, found);
            boolean isTold = arms.size() > 1
                    && arms.values().stream()
                                    .anyMatch(arm -> arm.day().outcomes().isPresent())
                            == !came.isEmpty();
            return new Valued(decided.get(0).counted().version(), day, isTold ? arms : new TreeMap<>());
        });
    }

    private SortedMap<String, OfArm> arms(String asOf, Reach.Counted by, List<Kept> found) {
        Map<String, List<Kept>> decided = byArm(of(found, Of.ARM_DECISIONS, by.scoredBy(), asOf));
        Map<String, List<Kept>> came = byArm(of(found, Of.ARM_OUTCOMES, by.outcomesBy(), asOf));
        SortedMap<String, OfArm> arms = new TreeMap<>();
        decided.forEach((arm, kept) -> day(kept, came.getOrDefault(arm, List.of()))
                .ifPresent(day -> arms.put(arm, new OfArm(kept.get(0).counted().version(), day))));
        return arms;
    }

    private static Map<String, List<Kept>> byArm(Stream<Kept> found) {
        return found.collect(Collectors.groupingBy(kept -> DecidingArms.armOf(kept.statistic())));
    }

    private Optional<ScoredDay> day(List<Kept> decided, List<Kept> came) {
        ScoreCounts decisions = decided.stream()
                .map(kept -> ScoreCounts.fromBytes(kept.statistic().counts()))
                .reduce(ScoreCounts.none(), ScoreCounts::merge);
        if (decisions.rows() == 0) {
            return Optional.empty();
        }
        Optional<LabelledCounts> outcomes = came.stream()
                .map(kept -> LabelledCounts.fromBytes(kept.statistic().counts()))
                .reduce(LabelledCounts::merge);
        int version = decided.get(0).counted().version();
        return Optional.of(new ScoredDay(decisions, outcomes, tested.computeIfAbsent(version, this::testedOn)));
    }

    private static Stream<Kept> of(List<Kept> found, Of of, String run, String asOf) {
        return found.stream()
                .filter(kept -> kept.statistic().of() == of
                        && kept.run().toString().equals(run)
                        && kept.counted().asOf().filter(asOf::equals).isPresent());
    }

    private Optional<LabelledCounts> testedOn(int version) {
        String training = registry.state(model).version(version).runId();
        return all(Set.of(training), Set.of(Of.TEST_OUTCOMES)).stream()
                .map(kept -> LabelledCounts.fromBytes(kept.statistic().counts()))
                .reduce(LabelledCounts::merge);
    }
}
