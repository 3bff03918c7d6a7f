package io.headrace.policy;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a day asks to be done about the model: a rollback first, then a training, else nothing. */
final class DecisionRules {
    private final Policy policy;
    private final ObservedDay day;
    private final Memory seen;
    private final List<String> held = new ArrayList<>();

    DecisionRules(Policy policy, ObservedDay day, Memory seen) {
        this.policy = policy;
        this.day = day;
        this.seen = seen;
    }

    /** A reason with the rows that show it. */
    private record Reason(String words, List<String> rows) {}

    Decision decision() {
        Optional<Decision> decision = rollback().or(this::training);
        return decision.orElseGet(() -> decision(
                Decision.Action.HOLD,
                Optional.empty(),
                held.isEmpty()
                        ? List.of(new Reason("nothing asks for another model", List.of()))
                        : held.stream()
                                .map(words -> new Reason(words, List.of()))
                                .toList()));
    }

    private Decision decision(Decision.Action action, Optional<String> target, List<Reason> reasons) {
        return new Decision(
                day.day(),
                action,
                day.champion().map(Champion::version).orElse(""),
                target,
                reasons.stream().map(Reason::words).toList(),
                reasons.stream()
                        .flatMap(reason -> reason.rows().stream())
                        .distinct()
                        .toList());
    }

    private Optional<Decision> rollback() {
        List<Reason> reasons = day.champion()
                .filter(champion -> day.day()
                        .isBefore(champion.promoted().plusDays(policy.rollback().withinDays())))
                .map(champion -> outside(policy.rollback().on(), champion.version()))
                .orElse(List.of());
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        Champion champion = day.champion().orElseThrow();
        Optional<LocalDate> last = seen.rolledBack();
        if (rests(last, policy.rollback().restDays())) {
            return hold(
                    reasons, "no rollback within " + days(policy.rollback().restDays()) + " of that of " + last.get());
        }
        Optional<String> target = champion.before().stream()
                .filter(version -> !version.equals(champion.version())
                        && !seen.rolledBackFrom().contains(version))
                .findFirst();
        return target.isPresent()
                ? Optional.of(decision(Decision.Action.ROLL_BACK, target, reasons))
                : hold(reasons, "there is no earlier version that was not rolled back from");
    }

    private Optional<Decision> training() {
        List<Reason> reasons = reasonsToTrain();
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        int restDays = policy.retrain().restDays();
        if (rests(seen.retrained(), restDays)) {
            return hold(
                    reasons,
                    "a training was decided on " + seen.retrained().get() + ", another may be after " + days(restDays));
        }
        if (rests(seen.trained(), restDays)) {
            return hold(
                    reasons,
                    "the model is of " + seen.trained().get() + ", another training may be after " + days(restDays));
        }
        return Optional.of(decision(Decision.Action.RETRAIN, Optional.empty(), reasons));
    }

    private List<Reason> reasonsToTrain() {
        List<Reason> reasons = new ArrayList<>();
        RetrainRules rules = policy.retrain();
        if (day.champion().isEmpty()) {
            reasons.add(new Reason("no model version is in force", List.of()));
        }
        rules.everyDays().ifPresent(every -> bySchedule(every).ifPresent(reasons::add));
        rules.driftedImportance().ifPresent(share -> byDrift(share).ifPresent(reasons::add));
        day.champion().ifPresent(champion -> reasons.addAll(outside(rules.decay(), "")));
        rules.newLabels().ifPresent(labels -> {
            if (seen.labels() >= labels) {
                reasons.add(new Reason(
                        seen.labels() + " labels have become mature since the last training, " + labels + " are enough",
                        List.of()));
            }
        });
        return reasons;
    }

    private Optional<Reason> bySchedule(int every) {
        return day.champion()
                .map(champion -> ChronoUnit.DAYS.between(champion.trained(), day.day()))
                .filter(age -> age >= every)
                .map(age ->
                        new Reason("the model is " + days(age) + " old, and trained every " + days(every), List.of()));
    }

    private Optional<Reason> byDrift(double share) {
        List<ColumnWindow> all = day.columns().stream()
                .filter(column -> column.slice().isEmpty())
                .toList();
        List<ColumnWindow> drifted = all.stream()
                .filter(column -> Seen.persists(seen.of(Subject.of(column)), Finding.HIT, policy.drift()))
                .sorted(Comparator.comparingDouble((ColumnWindow column) -> column.importance() * column.effect())
                        .reversed()
                        .thenComparing(ColumnWindow::column))
                .toList();
        double importance = importance(all);
        double moved = importance(drifted);
        if (!(moved > 0 && moved / importance >= share)) {
            return Optional.empty();
        }
        List<String> columns =
                drifted.stream().map(ColumnWindow::column).distinct().toList();
        String names = columns.stream().limit(3).collect(Collectors.joining(", "));
        String more = columns.size() > 3 ? " and " + (columns.size() - 3) + " more" : "";
        return Optional.of(new Reason(
                String.format(
                        Locale.ROOT,
                        "%.0f %% of the importance has drifted: %s%s",
                        100 * moved / importance,
                        names,
                        more),
                drifted.stream().map(ColumnWindow::row).toList()));
    }

    /** Of the columns together, each once. */
    private static double importance(List<ColumnWindow> windows) {
        return windows.stream()
                .collect(Collectors.toMap(ColumnWindow::column, ColumnWindow::importance, Math::max, TreeMap::new))
                .values()
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /**
     * Performance that persists outside its band.
     *
     * @param version only windows of this version count; empty for those of any
     */
    private List<Reason> outside(Set<Basis> bases, String version) {
        return day.performance().stream()
                .filter(figure -> bases.contains(figure.basis()))
                .filter(figure -> Seen.persists(windows(figure, version), Finding.HIT, policy.performance()))
                .map(figure -> new Reason(
                        figure.words(),
                        windows(figure, version).stream()
                                .filter(window -> window.finding() == Finding.HIT)
                                .map(Seen::row)
                                .toList()))
                .toList();
    }

    private List<Seen> windows(PerformanceWindow figure, String version) {
        return seen.of(Subject.of(figure)).stream()
                .filter(window -> version.isEmpty() || window.version().equals(version))
                .toList();
    }

    private boolean rests(Optional<LocalDate> last, int restDays) {
        return last.filter(date -> day.day().isBefore(date.plusDays(restDays))).isPresent();
    }

    /** Notes what is wanted and why it is not done. */
    private Optional<Decision> hold(List<Reason> reasons, String why) {
        reasons.forEach(reason -> held.add(reason.words() + "; " + why));
        return Optional.empty();
    }

    private static String days(long days) {
        return days == 1 ? "1 day" : days + " days";
    }
}
