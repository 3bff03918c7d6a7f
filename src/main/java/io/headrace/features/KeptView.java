package io.headrace.features;

import io.headrace.run.Json;
import io.headrace.spec.Aggregate;
import io.headrace.spec.ColumnType;
import io.headrace.spec.EventRows;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.TableName;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A view as features were computed by it, as JSON: all that decides about values, and no meanings, owners or examples.
 *
 * @param definition the text whose digest is the view's version
 * @param knownBy a name of {@link KnownBy}
 * @param rows null but for a view of rows
 */
record KeptView(
        String definition,
        String name,
        String entity,
        String knownBy,
        List<KeptInput> inputs,
        String sql,
        List<KeptColumn> columns,
        KeptRows rows) {
    /** What a view of rows is made of. */
    record KeptRows(
            String table,
            String time,
            String where,
            int lookbackDays,
            List<String> order,
            List<KeptOwn> own,
            List<KeptLookup> lookups) {}

    /** A feature of the row's own. */
    record KeptOwn(String name, String sql) {}

    /** Features of another view, with that view. */
    record KeptLookup(
            String alias, KeptView view, String key, List<String> features, String prefix, boolean includesRow) {}

    /**
     * An input; null stands for what it does not have.
     *
     * @param lookbackDays whole days, 1 or more
     */
    record KeptInput(
            String alias,
            String table,
            String time,
            Integer lookbackDays,
            String until,
            KeptWindows windows,
            KeptLatest latest) {}

    /** Which rows of an input replace each other. */
    record KeptLatest(List<String> key, List<String> order) {}

    /** The aggregates of an input; the delay in seconds. */
    record KeptWindows(String where, long delaySeconds, List<KeptFeature> features) {}

    /**
     * One aggregate.
     *
     * @param function a name of {@link Aggregate.Function}
     * @param unit a name of {@link Window.Unit}
     */
    record KeptFeature(
            String name, String function, double parameter, String of, String where, int length, String unit) {}

    /** One feature; {@code kind} is a name of {@link ColumnType.Kind}. */
    record KeptColumn(String name, String kind, String type) {}

    static KeptView of(FeatureView view) {
        return new KeptView(
                view.definition(),
                view.name(),
                view.entity(),
                view.knownBy().name(),
                view.inputs().entrySet().stream()
                        .map(input -> kept(input.getKey(), input.getValue()))
                        .toList(),
                view.sql(),
                view.columns().stream()
                        .map(column -> new KeptColumn(
                                column.name(),
                                column.type().kind().name(),
                                column.type().sql()))
                        .toList(),
                view.rows().map(KeptView::kept).orElse(null));
    }

    private static KeptRows kept(EventRows rows) {
        return new KeptRows(
                rows.table().toString(),
                rows.time(),
                rows.where(),
                rows.lookbackDays(),
                rows.order(),
                rows.own().stream()
                        .map(own -> new KeptOwn(own.name(), own.sql()))
                        .toList(),
                rows.lookups().stream()
                        .map(lookup -> new KeptLookup(
                                lookup.alias(),
                                KeptView.of(lookup.view()),
                                lookup.key(),
                                lookup.features(),
                                lookup.prefix(),
                                lookup.includesRow()))
                        .toList());
    }

    private static KeptInput kept(String alias, Input input) {
        return new KeptInput(
                alias,
                input.table().toString(),
                input.time().orElse(null),
                input.lookbackDays().orElse(null),
                input.until().orElse(null),
                input.windows().map(KeptView::kept).orElse(null),
                input.latest()
                        .map(latest -> new KeptLatest(latest.key(), latest.order()))
                        .orElse(null));
    }

    private static KeptWindows kept(Windows windows) {
        return new KeptWindows(
                windows.where(),
                windows.delay().toSeconds(),
                windows.features().stream()
                        .map(feature -> new KeptFeature(
                                feature.name(),
                                feature.aggregate().function().name(),
                                feature.aggregate().parameter(),
                                feature.of(),
                                feature.where(),
                                feature.window().length(),
                                feature.window().unit().name()))
                        .toList());
    }

    /**
     * Reads a view that was kept.
     *
     * @throws IllegalArgumentException for what this release does not know
     */
    static FeatureView read(String json) {
        return Json.read(json, KeptView.class).view();
    }

    String json() {
        return Json.write(this);
    }

    private FeatureView view() {
        Map<String, Input> read = new LinkedHashMap<>();
        inputs.forEach(input -> read.put(input.alias(), view(input)));
        return new FeatureView(
                name,
                entity,
                KnownBy.valueOf(knownBy),
                read,
                sql,
                columns.stream()
                        .map(column -> new FeatureColumn(
                                column.name(),
                                new ColumnType(ColumnType.Kind.valueOf(column.kind()), column.type()),
                                "",
                                "",
                                "",
                                false,
                                // What was computed by the definition was allowed then.
                                true))
                        .toList(),
                Optional.empty(),
                definition,
                Optional.ofNullable(rows).map(KeptView::view));
    }

    private static EventRows view(KeptRows rows) {
        return new EventRows(
                TableName.parse(rows.table()),
                rows.time(),
                rows.where(),
                rows.lookbackDays(),
                rows.order(),
                rows.own().stream()
                        .map(own -> new EventRows.Own(own.name(), own.sql()))
                        .toList(),
                rows.lookups().stream()
                        .map(lookup -> new EventRows.Lookup(
                                lookup.alias(),
                                lookup.view().view(),
                                lookup.key(),
                                lookup.features(),
                                lookup.prefix(),
                                lookup.includesRow()))
                        .toList());
    }

    private static Input view(KeptInput input) {
        return new Input(
                TableName.parse(input.table()),
                Optional.ofNullable(input.time()),
                Optional.ofNullable(input.lookbackDays()),
                Optional.ofNullable(input.until()),
                Optional.ofNullable(input.windows()).map(KeptView::view),
                Optional.ofNullable(input.latest())
                        .map(latest -> new FeatureView.Latest(latest.key(), latest.order())));
    }

    private static Windows view(KeptWindows windows) {
        return new Windows(
                windows.where(),
                Duration.ofSeconds(windows.delaySeconds()),
                windows.features().stream()
                        .map(feature -> new Windows.Feature(
                                feature.name(),
                                new Aggregate(Aggregate.Function.valueOf(feature.function()), feature.parameter()),
                                feature.of(),
                                feature.where(),
                                new Window(feature.length(), Window.Unit.valueOf(feature.unit()))))
                        .toList());
    }
}
