package io.headrace.stats.fairness;

import io.headrace.stats.estimate.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Rows of persons, by hand and by chance. */
record GroupRows(List<String> columns, List<Row> rows) {
    record Row(List<Optional<String>> values, double score, Side decision, Optional<Side> label) {
        boolean isPositive() {
            return label.equals(Optional.of(Side.POSITIVE));
        }

        boolean isSelected() {
            return decision == Side.POSITIVE;
        }
    }

    GroupRows(List<String> columns) {
        this(columns, new ArrayList<>());
    }

    static Side side(boolean positive) {
        return positive ? Side.POSITIVE : Side.NEGATIVE;
    }

    void add(double score, boolean selected, boolean positive, String... values) {
        rows.add(new Row(
                Stream.of(values).map(Optional::ofNullable).toList(),
                score,
                side(selected),
                Optional.of(side(positive))));
    }

    void add(int times, double score, boolean selected, boolean positive, String... values) {
        for (int time = 0; time < times; time++) {
            add(score, selected, positive, values);
        }
    }

    /** Persons of two sexes and three ages, some of which are not known; scores rank, and are a little too low for one sex. */
    static GroupRows random(SplittableRandom random, int count) {
        GroupRows made = new GroupRows(List.of("sex", "age"));
        for (int row = 0; row < count; row++) {
            String sex = random.nextInt(20) == 0 ? null : random.nextBoolean() ? "f" : "m";
            String age = random.nextInt(3) == 0 ? "young" : random.nextInt(3) == 0 ? "old" : "middle";
            double score = random.nextInt(100) / 100.0 + 0.005;
            made.add(
                    score,
                    score > ("old".equals(age) ? 0.6 : 0.4),
                    random.nextDouble() < score + ("f".equals(sex) ? 0.1 : 0),
                    sex,
                    age);
        }
        return made;
    }

    GroupCounts counts() {
        GroupCounts.Counter counter = new GroupCounts.Counter(columns);
        rows.forEach(row -> counter.add(row.values(), row.score(), row.decision(), row.label()));
        return counter.counts();
    }

    /** The rows of a group, by going through them all. */
    List<Row> of(Group group) {
        return rows.stream()
                .filter(row -> group.conditions().stream()
                        .allMatch(condition -> row.values()
                                .get(columns.indexOf(condition.column()))
                                .equals(condition.value())))
                .toList();
    }
}
