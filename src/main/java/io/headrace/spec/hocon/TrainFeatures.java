package io.headrace.spec.hocon;

import io.headrace.spec.ColumnType.Kind;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.NearestName;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TrainSpec.Choice;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The features of a train job: those that its file names, or all of the view that may enter a model.
 *
 * <p>All are the view's columns but personal ones, the label, times of answers and ends of validity, keys of other entities, the column by
 * which rows are grouped, and dates and times that nothing says how to read.
 */
record TrainFeatures(List<String> names, Choice choice) {
    static TrainFeatures read(Section job, FeatureView view, LabelSpec label, Catalog catalog) {
        Set<String> except = new HashSet<>(job.listOrNone("except", ValueType.NAME_TEXT));
        if (!job.has("features") || job.isList("features")) {
            if (!except.isEmpty()) {
                job.problem("except", "goes with features = all only");
            }
            return new TrainFeatures(catalog.features(job, "features", view), Choice.NAMED);
        }
        job.required("features", ValueType.ALL);
        refuseUnknown(job, except, view);
        except.addAll(ofTheFuture(view, label));
        except.addAll(keys(job, view));
        Set<String> dated = job.shows(List.of("prepare"))
                ? new HashSet<>(job.section("prepare").keys())
                : Set.of();
        List<String> names = view.columns().stream()
                .filter(column -> !isTime(column) || dated.contains(column.name()))
                .map(FeatureColumn::name)
                .filter(name -> !except.contains(name) && !catalog.isPersonal(view, name))
                .toList();
        if (names.isEmpty() && !view.columns().isEmpty()) {
            job.problem("features", "view " + view.name() + " has no column that may enter a model");
        }
        KeyPlace place = job.place("features");
        names.forEach(name -> catalog.check(new SqlText(name, place, Rows.of(view.table()), Result.NOT_PERSONAL)));
        return new TrainFeatures(names, Choice.ALL);
    }

    private static void refuseUnknown(Section job, Set<String> except, FeatureView view) {
        List<String> there = TrainReader.names(view);
        except.stream()
                .filter(name -> !there.contains(name) && !there.isEmpty() && !name.equals(ValueType.NO_NAME))
                .sorted()
                .forEach(name -> job.problem(
                        "except",
                        "view " + view.name() + " has no feature \"" + name + "\"" + NearestName.hint(name, there)));
    }

    /** The answer, when it was known, and until when a row is valid. */
    private static Set<String> ofTheFuture(FeatureView view, LabelSpec label) {
        Set<String> future = new HashSet<>();
        if (label instanceof LabelSpec.Known known) {
            future.add(known.column());
            known.time().ifPresent(future::add);
        }
        view.allInputs().values().stream()
                .map(Input::until)
                .flatMap(Optional::stream)
                .forEach(future::add);
        return future;
    }

    private static Set<String> keys(Section job, FeatureView view) {
        Set<String> keys = new HashSet<>();
        view.rows().stream()
                .flatMap(rows -> rows.lookups().stream())
                .flatMap(lookup -> Stream.of(lookup.key(), lookup.view().entity()))
                .forEach(keys::add);
        job.find("group", ValueType.NAME_TEXT).ifPresent(keys::add);
        return keys;
    }

    private static boolean isTime(FeatureColumn column) {
        return column.type().kind() == Kind.DATE || column.type().kind() == Kind.TIMESTAMP;
    }
}
