package io.headrace.spec.hocon;

import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.NearestName;
import io.headrace.spec.ScoreSpec.Changes;
import io.headrace.stats.fairness.Actionable;
import io.headrace.stats.fairness.Actionable.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what an entity could change for another decision. */
final class ChangesReader {
    private static final int AT_ONCE = 2;
    private static final long TRIES = 100_000;
    private static final Set<ColumnType.Kind> WHOLE = Set.of(ColumnType.Kind.INTEGER, ColumnType.Kind.LONG);

    private final Section section;
    private final Section features;
    private final FeatureView view;

    private ChangesReader(Section section, FeatureView view) {
        this.section = section;
        this.features = section.section("features");
        this.view = view;
    }

    static Optional<Changes> read(Section job, FeatureView view) {
        return job.has("changes") ? new ChangesReader(job.section("changes"), view).read() : Optional.empty();
    }

    private Optional<Changes> read() {
        List<String> names = features.names(ValueType.NAME_TEXT);
        features.requireSome(names, "features that can change, such as visits { from = 0, to = 30 }");
        List<Actionable> read = new ArrayList<>();
        names.forEach(name -> feature(name, read.size()).ifPresent(read::add));
        int atOnce = section.value("at-once", ValueType.wholeNumberBetween(1, 5), AT_ONCE);
        long tries = section.value("tries", ValueType.wholeNumber(), TRIES);
        if (tries < 1) {
            section.problem("tries", "expected 1 or more, found " + tries);
            return Optional.empty();
        }
        return read.isEmpty() ? Optional.empty() : Optional.of(new Changes(read, atOnce, tries));
    }

    /** Empty where it cannot be used. */
    private Optional<Actionable> feature(String name, int place) {
        Section own = features.section(name);
        boolean fits = suits(name);
        Direction direction = own.value("direction", ValueType.choice(Direction.class), Direction.EITHER);
        double step = own.value("step", ValueType.NUMBER, 1.0);
        double from = own.required("from", ValueType.NUMBER);
        double to = own.required("to", ValueType.NUMBER);
        double scale = own.value("scale", ValueType.NUMBER, Math.max(to - from, Double.MIN_NORMAL));
        if (isWhole(name) && step != Math.rint(step)) {
            own.problem("step", "expected a whole number, as " + name + " is one, found " + step);
            return Optional.empty();
        }
        try {
            return fits ? Optional.of(new Actionable(place, name, direction, step, from, to, scale)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            features.problem(name, e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isWhole(String name) {
        return view.column(name)
                .filter(column -> WHOLE.contains(column.type().kind()))
                .isPresent();
    }

    private boolean suits(String name) {
        Optional<FeatureColumn> column = view.column(name);
        if (column.isEmpty()) {
            List<String> known = TrainReader.names(view);
            if (!known.isEmpty() && !name.equals(ValueType.NO_NAME)) {
                features.problem(name, "the view has no such feature" + NearestName.hint(name, known));
            }
            return false;
        }
        if (!isWhole(name) && column.get().type().kind() != ColumnType.Kind.DOUBLE) {
            features.problem(
                    name,
                    "expected a feature of type integer, long or double, it is "
                            + column.get().type().sql());
            return false;
        }
        return true;
    }
}
