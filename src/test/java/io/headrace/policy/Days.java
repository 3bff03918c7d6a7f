package io.headrace.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Days and policies by hand. */
final class Days {
    static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    /** Two of three windows, a week's cool-down, performance pages. */
    static final Policy POLICY = new Policy(
            0.01,
            Map.of("mean shift", 0.3),
            new Persistence(2, 3),
            new Persistence(2, 3),
            Set.of(Basis.ESTIMATED, Basis.REALISED),
            7,
            Grouping.TOGETHER,
            90,
            RetrainRules.never(),
            RollbackRules.never());

    private Days() {}

    static Policy with(RetrainRules retrain, RollbackRules rollback) {
        return new Policy(
                POLICY.level(),
                POLICY.tolerances(),
                POLICY.drift(),
                POLICY.performance(),
                POLICY.pageOn(),
                POLICY.coolDownDays(),
                POLICY.grouping(),
                POLICY.daysBetweenFalseAlerts(),
                retrain,
                rollback);
    }

    static Policy grouped(Grouping grouping, int coolDownDays, Set<Basis> pageOn) {
        return new Policy(
                POLICY.level(),
                POLICY.tolerances(),
                POLICY.drift(),
                POLICY.performance(),
                pageOn,
                coolDownDays,
                grouping,
                POLICY.daysBetweenFalseAlerts(),
                POLICY.retrain(),
                POLICY.rollback());
    }

    static RetrainRules every(int days, int restDays) {
        return new RetrainRules(OptionalInt.of(days), OptionalDouble.empty(), Set.of(), OptionalLong.empty(), restDays);
    }

    /** The day with this number, 0 for the first, of version v2, trained and promoted ten days before the first. */
    static Builder day(int number) {
        return new Builder(FIRST.plusDays(number));
    }

    static Champion champion(String version, int promoted, String... before) {
        return new Champion(
                version,
                FIRST.plusDays(promoted),
                FIRST.plusDays(promoted),
                List.of(before),
                Set.of(),
                Optional.empty());
    }

    /** Puts a day together. */
    static final class Builder {
        private final LocalDate date;
        private final List<ColumnWindow> columns = new ArrayList<>();
        private final List<PerformanceWindow> performance = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private Optional<Champion> champion = Optional.of(Days.champion("v2", -10, "v1"));
        private long newLabels;
        private Set<String> released = Set.of();

        private Builder(LocalDate date) {
            this.date = date;
        }

        Builder champion(Champion now) {
            champion = Optional.of(now);
            return this;
        }

        Builder withoutChampion() {
            champion = Optional.empty();
            return this;
        }

        /** A column that has drifted: 0.5 above any tolerance. */
        Builder drifted(String name) {
            return column(name, "", OptionalDouble.of(0.0001), 0.5, 1);
        }

        Builder quiet(String name) {
            return column(name, "", OptionalDouble.of(0.4), 0.5, 1);
        }

        Builder unknown(String name) {
            return column(name, "", OptionalDouble.empty(), 0, 1);
        }

        Builder column(String name, String slice, OptionalDouble q, double effect, double importance) {
            columns.add(new ColumnWindow(
                    name,
                    "psi",
                    slice,
                    q,
                    effect,
                    0,
                    0.1,
                    importance,
                    date + "/" + name + (slice.isEmpty() ? "" : "/" + slice),
                    List.of("orders-" + date + ".csv")));
            return this;
        }

        Builder columns(List<ColumnWindow> given) {
            columns.addAll(given);
            return this;
        }

        /** An AUC whose band is 0.8 to 0.9. */
        Builder auc(Basis basis, double value) {
            performance.add(new PerformanceWindow(
                    "AUC",
                    "",
                    basis,
                    Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value),
                    0.8,
                    0.9,
                    PerformanceWindow.Worse.LOWER,
                    date + "/" + basis + "/AUC"));
            return this;
        }

        Builder labels(long count) {
            newLabels = count;
            return this;
        }

        Builder changed(String what) {
            changes.add(new Change(date, what, date + "/" + what));
            return this;
        }

        Builder released(String version) {
            released = Set.of(version);
            return this;
        }

        ObservedDay build() {
            return new ObservedDay(date, champion, columns, performance, newLabels, changes, released);
        }
    }
}
