package io.headrace.spec.hocon;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.metric.Target;
import io.headrace.spec.Arms.Lane;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.EventRows;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.JobSpec;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.NearestName;
import io.headrace.spec.RowCheck;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.ValueJobSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the files of a project say about each other.
 *
 * <p>Readers state what they need while they read; {@link #check} answers once every job is declared. A rule about
 * something that could not be read itself keeps silent, so that one mistake gives one problem.
 */
public final class Catalog {
    private static final FeatureView NO_VIEW = new FeatureView(
            ValueType.NO_NAME,
            ValueType.NO_NAME,
            FeatureView.KnownBy.TIME,
            Map.of(),
            "",
            List.of(),
            Optional.empty(),
            "");

    private final Problems problems;
    private final NavigableMap<String, FeatureView> views = new TreeMap<>();
    private final Set<String> unreadViews = new HashSet<>();
    private final NavigableMap<TableName, JobSpec> writers = new TreeMap<>();
    private final Map<TableName, Map<String, Optional<ColumnType>>> columns = new TreeMap<>();
    private final Map<TableName, Map<String, FeatureColumn>> inheritable = new TreeMap<>();
    private final NavigableMap<String, List<String>> models = new TreeMap<>();
    private final Map<String, Learnt> learnt = new TreeMap<>();
    private final Map<String, Worth> worths = new TreeMap<>();
    private final NavigableMap<String, FairnessSpec> fairness = new TreeMap<>();
    private final Set<TableName> published = new HashSet<>();
    private final Map<String, String> valued = new TreeMap<>();
    private final Map<String, Lane> lanes = new TreeMap<>();
    private final List<Runnable> needs = new ArrayList<>();
    private final List<SqlText> texts = new ArrayList<>();
    private Optional<Set<String>> databases = Optional.empty();
    private boolean complete = true;

    Catalog(Problems problems) {
        this.problems = problems;
    }

    /** Says which databases {@code conf/} names. */
    void declareDatabases(Set<String> names) {
        databases = Optional.of(names);
    }

    void declare(FeatureView view) {
        views.put(view.name(), view);
        Map<String, Optional<ColumnType>> known = new TreeMap<>();
        known.put(view.entity(), Optional.empty());
        known.put(AS_OF, Optional.empty());
        view.columns().forEach(column -> known.put(column.name(), Optional.of(column.type())));
        columns.put(view.table(), known);
    }

    void declareUnreadView(String name) {
        unreadViews.add(name);
    }

    void declare(JobReader.Declared declared) {
        JobSpec job = declared.job();
        Optional<TableName> taken =
                job.writes().stream().filter(writers::containsKey).findFirst();
        taken.ifPresent(table -> problems.add(
                declared.output(),
                table + " is already written by " + writers.get(table).name()));
        job.writes().forEach(table -> writers.putIfAbsent(table, job));
        if (job instanceof ValueJobSpec value) {
            valued.put(value.name(), value.model());
        }
        complete &= job.writes().stream().allMatch(Catalog::isReadable);
    }

    /**
     * Says which columns a job's table has, for files that name them.
     *
     * @param known name to declared type; an empty type where it is derived
     */
    public void declareColumns(TableName table, Map<String, Optional<ColumnType>> known) {
        columns.putIfAbsent(table, known);
    }

    /** Says what views over a table have from it: its columns in order, those whose type is declared. */
    public void declareInheritable(TableName table, List<FeatureColumn> declared) {
        Map<String, FeatureColumn> byName = new LinkedHashMap<>();
        declared.forEach(column -> byName.put(column.name(), column));
        inheritable.putIfAbsent(table, byName);
    }

    /** The columns of a table whose type is declared, by name; none where nothing is known of the table. */
    Map<String, FeatureColumn> inheritable(TableName table) {
        return inheritable.getOrDefault(table, Map.of());
    }

    /** Whether the columns of a table are declared. */
    boolean isDeclared(TableName table) {
        return inheritable.containsKey(table);
    }

    /** The columns of a table, in order of those that have a declared type; none where nothing is known of it. */
    Set<String> columns(TableName table) {
        Set<String> names = new LinkedHashSet<>(inheritable(table).keySet());
        names.addAll(untyped(table));
        return names;
    }

    /** The columns of a table that are derived without a declared type. */
    List<String> untyped(TableName table) {
        return columns.getOrDefault(table, Map.of()).entrySet().stream()
                .filter(column -> column.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(column -> isDeclared(table) && !inheritable(table).containsKey(column))
                .toList();
    }

    /** Asks for a table whose columns have declared types, where some job writes it. */
    void needsDeclared(TableName table, KeyPlace place) {
        needs.add(() -> {
            if (complete && writers.containsKey(table) && !isDeclared(table)) {
                problems.add(place, "the columns of " + table + " have no declared types: write those of the features");
            }
        });
    }

    /** Whether a feature is said to be personal, or has the name of a personal column of a table that the view reads. */
    boolean isPersonal(FeatureView view, String feature) {
        if (view.column(feature).filter(FeatureColumn::personal).isPresent()) {
            return true;
        }
        Optional<EventRows> rows = view.rows();
        return rows.isEmpty()
                ? view.tables().stream().anyMatch(table -> isPersonal(table, feature))
                : rows.get().own().stream()
                                .filter(own -> own.name().equals(feature))
                                .anyMatch(own -> isPersonalIn(rows.get().table(), own.sql()))
                        || rows.get().lookups().stream()
                                .anyMatch(lookup -> lookup.features().stream()
                                        .anyMatch(of ->
                                                lookup.name(of).equals(feature) && isPersonal(lookup.view(), of)));
    }

    private boolean isPersonal(TableName table, String column) {
        return Optional.ofNullable(inheritable(table).get(column))
                .filter(FeatureColumn::personal)
                .isPresent();
    }

    private boolean isPersonalIn(TableName table, String sql) {
        return inheritable(table).values().stream()
                .filter(FeatureColumn::personal)
                .anyMatch(column -> Pattern.compile("(?i)(?<!\\w)" + Pattern.quote(column.name()) + "(?!\\w)")
                        .matcher(sql)
                        .find());
    }

    /** Says which features a model needs. */
    public void declareModel(String model, List<String> features) {
        models.putIfAbsent(model, features);
    }

    /** Says of which rows a model learns what. */
    void declareLearnt(String model, FeatureView view, Target target) {
        learnt.putIfAbsent(model, new Learnt(view, target));
    }

    private record Learnt(FeatureView view, Target target) {}

    /** Says what decisions by a model are worth. */
    public void declareWorth(String model, FeatureView view, Assessment.Value value) {
        worths.putIfAbsent(model, new Worth(view, value));
    }

    private record Worth(FeatureView view, Assessment.Value value) {}

    /** Says what makes groups of people, and what must hold between them. */
    void declareGroups(FairnessSpec job) {
        fairness.put(job.name(), job);
    }

    /** The fairness job that a key names; empty where it cannot be used. */
    Optional<FairnessSpec> fairness(Section section, String key) {
        String name = section.required(key, ValueType.KEBAB_NAME);
        if (complete && !name.equals(ValueType.NO_NAME) && !fairness.containsKey(name)) {
            section.problem(
                    key, "there is no fairness job \"" + name + "\"" + NearestName.hint(name, fairness.keySet()));
        }
        return Optional.ofNullable(fairness.get(name));
    }

    /** Says that a table is published: it has a history by as-of, and what was published can be undone. */
    public void declarePublished(TableName table) {
        published.add(table);
    }

    /** Says that a job could not be read, so that what it writes is unknown. */
    void declareUnreadJob() {
        complete = false;
    }

    NavigableMap<String, FeatureView> views() {
        return views;
    }

    List<SqlText> texts() {
        return texts;
    }

    /** Leaves a text to the check of all SQL texts. */
    public void check(SqlText text) {
        texts.add(text);
    }

    /** The SQL text of a key, checked with all others. */
    public String sql(Section section, String key, Rows over, Result result) {
        return checked(section.required(key, ValueType.TEXT), section.place(key), over, result);
    }

    /** The SQL text of a key that may be left out. */
    public Optional<String> findSql(Section section, String key, Rows over, Result result) {
        return section.find(key, ValueType.TEXT).map(text -> checked(text, section.place(key), over, result));
    }

    /** The SQL condition of a key that may be left out: then every row fulfils it. */
    public String condition(Section section, String key, Rows over) {
        return findSql(section, key, over, Result.CONDITION).orElse(RowCheck.EVERY_ROW);
    }

    /** The column of a table that a key names, checked when the table's columns are known. */
    public void needsColumnOf(Rows over, String column, KeyPlace place) {
        checked(column, place, over, Result.COLUMN);
    }

    /** The column of a table that a key names, which must be of numbers. */
    public void needsNumbers(TableName table, String column, KeyPlace place) {
        checked(column, place, Rows.of(table), Result.NUMBERS);
    }

    /** A value that a column of a table must be able to hold. */
    public void needsValue(TableName table, String column, String value, KeyPlace place) {
        check(new SqlText(column, place, Rows.of(table), Result.COLUMN, Optional.of(value)));
    }

    private String checked(String text, KeyPlace place, Rows over, Result result) {
        check(new SqlText(text, place, over, result));
        return text;
    }

    /** The view a key names. */
    public FeatureView view(Section section, String key) {
        String name = section.required(key, ValueType.TEXT);
        if (!name.isEmpty() && !views.containsKey(name) && !unreadViews.contains(name)) {
            section.problem(key, "there is no view \"" + name + "\"" + NearestName.hint(name, views.keySet()));
        }
        return views.getOrDefault(name, NO_VIEW);
    }

    /** The database of {@code conf/} that a key names. */
    public String database(Section section, String key) {
        String name = section.required(key, ValueType.KEBAB_NAME);
        databases
                .filter(known -> !name.equals(ValueType.NO_NAME) && !known.contains(name))
                .ifPresent(known -> section.problem(
                        key, "there is no database \"" + name + "\" in conf/" + NearestName.hint(name, known)));
        return name;
    }

    /** Refuses a view whose entity has the name of one of Headrace's columns in a table that a job writes. */
    void refuseEntity(FeatureView view, Collection<String> taken, TableName table, KeyPlace place) {
        if (!view.equals(NO_VIEW) && taken.contains(view.entity())) {
            problems.add(
                    place,
                    "the entity of view " + view.name() + " is " + view.entity() + ", and " + table
                            + " has a column of that name of Headrace's own; call yours otherwise, from the source on");
        }
    }

    /** The features of the view that a key lists. */
    public List<String> features(Section section, String key, FeatureView view) {
        Set<String> seen = new HashSet<>();
        return section.list(key, ValueType.NAME_TEXT, (feature, place) -> {
            boolean wrong = feature.equals(ValueType.NO_NAME);
            if (!wrong && !seen.add(feature)) {
                problems.add(place, "\"" + feature + "\" is listed twice");
            }
            if (!wrong && !view.equals(NO_VIEW) && view.column(feature).isEmpty()) {
                problems.add(place, noFeature(feature, view));
            }
        });
    }

    /** Asks for a job that writes the table. */
    public void needsTable(TableName table, KeyPlace place) {
        needs.add(() -> {
            if (complete && isReadable(table) && !writers.containsKey(table)) {
                Set<String> tables = new TreeSet<>();
                writers.keySet().forEach(written -> tables.add(written.toString()));
                problems.add(place, "no job writes " + table + NearestName.hint(table.toString(), tables));
            }
        });
    }

    /** Asks for a score job that publishes the table. */
    public void needsPublished(TableName table, KeyPlace place) {
        needsTable(table, place);
        needs.add(() -> {
            JobSpec writer = writers.get(table);
            if (writer != null && !published.contains(table)) {
                problems.add(
                        place,
                        "expected a table that a score job publishes, " + table + " is written by " + writer.name());
            }
        });
    }

    /** Asks for the column in the table, where its columns are declared. */
    public void needsColumn(TableName table, String column, KeyPlace place) {
        needs.add(() -> findColumn(table, column, place));
    }

    /**
     * Asks for an arm in the score job of a table.
     *
     * @param isDrawn whether entities must be drawn into it; otherwise it is enough that a version scores all rows
     */
    public void needsArm(TableName scores, String arm, boolean isDrawn, KeyPlace place) {
        needs.add(() -> {
            if (writers.get(scores) instanceof ScoreSpec job) {
                Set<String> known =
                        new TreeSet<>(isDrawn ? job.arms().drawn() : job.arms().scoring());
                if (!known.contains(arm)) {
                    problems.add(
                            place,
                            job.name() + (isDrawn ? " draws nobody into" : " scores no row by") + " the arm \"" + arm
                                    + "\"" + NearestName.hint(arm, known));
                }
            }
        });
    }

    /** Asks that no other score job in the layer has entities of this one. */
    void needsOwnLane(ScoreSpec job, KeyPlace place) {
        Lane lane = job.arms().lane();
        if (lane.hasLayer()) {
            lanes.forEach((other, taken) -> {
                if (!taken.layer().equals(lane.layer())) {
                    return;
                }
                if (!taken.salt().equals(lane.salt())) {
                    problems.add(
                            place, "the layer " + lane.layer() + " has the salt of " + other + ", found another one");
                } else if (taken.overlaps(lane)) {
                    problems.add(
                            place,
                            "overlaps the lane of " + other + ", "
                                    + taken.from().toPlainString() + " to "
                                    + taken.to().toPlainString());
                }
            });
            lanes.put(job.name(), lane);
        }
    }

    /** Asks for the column, and that it is a date or timestamp. */
    public void needsTimeColumn(TableName table, String column, KeyPlace place) {
        needs.add(() -> findColumn(table, column, place)
                .filter(type -> type.kind() != ColumnType.Kind.DATE && type.kind() != ColumnType.Kind.TIMESTAMP)
                .ifPresent(type -> problems.add(
                        place, "expected a date or timestamp column, " + column + " of " + table + " is " + type)));
    }

    /** Asks for the key column of the view's entity in another table. */
    public void needsEntity(TableName table, FeatureView view, KeyPlace place) {
        if (!view.equals(NO_VIEW)) {
            needsColumn(table, view.entity(), place);
        }
    }

    /** Asks for a train job of the model, and that columns are features of it. */
    public void needsFeatures(String model, Map<String, KeyPlace> columns, KeyPlace place) {
        needs.add(() -> {
            List<String> features = models.get(model);
            if (features == null && complete && !model.equals(ValueType.NO_NAME)) {
                problems.add(place, noModel(model));
            } else if (features != null) {
                columns.forEach((column, where) -> {
                    if (!features.contains(column)) {
                        problems.add(
                                where,
                                "the model " + model + " has no feature \"" + column + "\""
                                        + NearestName.hint(column, features));
                    }
                });
            }
        });
    }

    /** Asks for a train job of the model, and a binary label. */
    void needsBinary(String model, KeyPlace place) {
        needsTarget(model, Target.BINARY, place);
    }

    /** Asks for a train job of the model, and a label of that kind. */
    void needsTarget(String model, Target wanted, KeyPlace place) {
        needs.add(() -> {
            Optional<Target> target = Optional.ofNullable(learnt.get(model)).map(Learnt::target);
            if (target.isEmpty() && complete && !model.equals(ValueType.NO_NAME)) {
                problems.add(place, noModel(model));
            } else if (target.isPresent() && target.get() != wanted) {
                problems.add(
                        place,
                        "needs a " + wanted.words() + " label; that of " + model + " is "
                                + target.get().words());
            }
        });
    }

    /** Asks for the entity of the rows that a model learns from in another table. */
    void needsEntityOf(String model, TableName table, KeyPlace place) {
        needs.add(() -> Optional.ofNullable(learnt.get(model))
                .filter(known -> !known.view().equals(NO_VIEW))
                .ifPresent(known -> findColumn(table, known.view().entity(), place)));
    }

    /** Asks for a column of numbers in the view that a model learns from. */
    void needsNumber(String model, String column, KeyPlace place) {
        needs.add(() -> Optional.ofNullable(learnt.get(model))
                .filter(known -> !known.view().equals(NO_VIEW))
                .flatMap(known -> findColumn(known.view().table(), column, place))
                .filter(type -> !ColumnType.Kind.NUMBERS.contains(type.kind()))
                .ifPresent(type -> problems.add(place, "expected a column of numbers, " + column + " is " + type)));
    }

    /** Asks for a value job of a model. */
    void needsValueJob(String job, String model, KeyPlace place) {
        needs.add(() -> {
            if (complete && !model.equals(valued.get(job))) {
                Set<String> jobs = new TreeSet<>(valued.keySet());
                jobs.removeIf(name -> !valued.get(name).equals(model));
                problems.add(place, "no value job of " + model + " is \"" + job + "\"" + NearestName.hint(job, jobs));
            }
        });
    }

    private String noModel(String model) {
        return "no train job trains \"" + model + "\"" + NearestName.hint(model, models.keySet());
    }

    /** Asks for a train job of the model whose features the view has. */
    public void needsModel(String model, FeatureView view, KeyPlace modelPlace, KeyPlace viewPlace) {
        needs.add(() -> {
            List<String> features = models.get(model);
            if (features != null && !view.equals(NO_VIEW)) {
                features.stream()
                        .filter(feature -> view.column(feature).isEmpty())
                        .forEach(feature ->
                                problems.add(viewPlace, "model " + model + " needs it: " + noFeature(feature, view)));
            } else if (features == null && complete && !model.equals(ValueType.NO_NAME)) {
                problems.add(modelPlace, noModel(model));
            }
        });
    }

    /** Asks for what decisions by a model are worth, which must be known of each row of the view. */
    public void needsWorth(String model, FeatureView view, KeyPlace place) {
        needs.add(() -> {
            if (!models.containsKey(model) || view.equals(NO_VIEW)) {
                return;
            }
            Worth worth = worths.get(model);
            if (worth == null) {
                problems.add(place, "needs value in the train job of " + model + ": what decisions are worth");
            } else if (worth.value().capacity().isPresent()) {
                problems.add(
                        place,
                        "decides row by row, but value in the train job of " + model
                                + " has a capacity, a share of all rows: expected no capacity there, or top-share here");
            } else if (!worth.view().equals(view)) {
                Assessment.Value value = worth.value();
                List.of(value.hit(), value.falseAlarm(), value.miss(), value.rest())
                        .forEach(sql -> texts.add(new SqlText(sql, place, Rows.of(view.table()), Result.NUMBER)));
            }
        });
    }

    /** Answers every need, after all views and jobs are declared. */
    void check() {
        needs.forEach(Runnable::run);
    }

    private static boolean isReadable(TableName table) {
        return !table.name().equals(ValueType.NO_NAME);
    }

    /** The column's declared type; empty where it is derived, or nothing is known of the table. */
    private Optional<ColumnType> findColumn(TableName table, String column, KeyPlace place) {
        Map<String, Optional<ColumnType>> known = columns.get(table);
        if (known == null || column.equals(ValueType.NO_NAME)) {
            return Optional.empty();
        }
        if (!known.containsKey(column)) {
            problems.add(place, table + " has no column \"" + column + "\"" + NearestName.hint(column, known.keySet()));
        }
        return known.getOrDefault(column, Optional.empty());
    }

    private static String noFeature(String feature, FeatureView view) {
        List<String> names = view.columns().stream().map(FeatureColumn::name).toList();
        return "view " + view.name() + " has no feature \"" + feature + "\"" + NearestName.hint(feature, names);
    }
}
