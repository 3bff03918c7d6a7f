package io.headrace.cli;

import io.headrace.ingest.sniff.FoundColumn;
import io.headrace.ingest.sniff.SniffedSource;
import io.headrace.run.Json;
import io.headrace.spec.ColumnType.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a first project, from one file of rows and the column that is to be predicted. */
final class FirstProject {
    private static final Pattern KEY_NAME = Pattern.compile("(^|.*_)(id|key|no|nr|number|code|uuid|guid)$");
    private static final String ROW_KEY = "row_key";
    private static final int MANY_TEXTS = 50;

    private final SniffedSource source;
    private final String name;
    private final String owner;
    private final LabelChoice label;
    private final Optional<String> key;

    /** @param key a column in which every row has a value of its own; without one file and line are the key */
    FirstProject(SniffedSource source, String name, String owner, LabelChoice label, Optional<String> key) {
        this.source = source.keyedBy(key);
        this.name = name;
        this.owner = owner;
        this.label = label;
        this.key = key;
    }

    /** The texts of the specs by their paths. */
    Map<String, String> files() {
        String model = label.column().name().replace('_', '-');
        Map<String, String> files = new LinkedHashMap<>();
        files.put("jobs/ingest-" + name.replace('_', '-') + ".conf", ingest());
        files.put("features/profile.conf", view());
        files.put(
                "jobs/features-profile.conf",
                job("features", "The view at the start of the day after the run's date.") + "view = profile\n");
        files.put("jobs/train-" + model + ".conf", train());
        files.put("jobs/score-" + model + ".conf", score());
        return files;
    }

    private String job(String kind, String comment) {
        return "# " + comment + "\nkind = " + kind + "\nowner = " + Json.write(owner) + "\n";
    }

    private String ingest() {
        return source.conf(name, owner)
                + (key.isPresent()
                        ? ""
                        : "# No column tells rows apart: file and line do, so that each row counts.\nderived { "
                                + ROW_KEY + " = \"concat_ws(':', _file, _row)\" }\nduplicates = keep\n");
    }

    private String view() {
        Map<String, String> left = leftOut();
        List<String> lines = new ArrayList<>();
        lines.add("# What is known of each " + entity()
                + ": the columns of the source. Personal ones stay out unless they are listed.");
        lines.add("entity = " + entity());
        lines.add("inputs { " + name + " { table = silver." + name + " } }");
        lines.add("columns = all");
        lines.add(
                "# Left out, and what else is known only when the answer is known must be: such a column would tell the answer.");
        lines.add("except = [" + (left.isEmpty() ? "" : "\n"));
        left.forEach((column, why) -> lines.add("  " + column + "  # " + why));
        lines.add("]");
        return String.join("\n", lines).replace("[\n]", "[]").replace("[\n\n", "[\n") + "\n";
    }

    private String train() {
        String answer = label.key() + " { table = silver." + name + ", column = "
                + label.column().name()
                + label.positive()
                        .map(value -> ", positive = " + Json.write(value))
                        .orElse("") + " }";
        return job("train", "Learns " + label.column().name() + " from the rows that have it: " + label.shown() + ".")
                + "# A model without champion is trained whatever this says.\n"
                + "schedule = \"@monthly\"\n"
                + "view = profile\n"
                + "# All of the view but the label, personal columns, dates and times. A list takes only what it names.\n"
                + "features = all\n"
                + "label { " + answer + " }\n"
                + "# A fifth of the entities tests the model and is not learnt from.\n"
                + "test { share = 0.2 }\n"
                + "# A version that misses a gate does not become champion. Without champion this one is met.\n"
                + "gates { gain-over-champion-at-least = -0.02 }\n";
    }

    private String score() {
        String where = isAsked() ? label.column().name() + " is null" : "true";
        return job(
                        "score",
                        isAsked()
                                ? "Scores the rows without an answer."
                                : "Scores all rows, as all have an answer; later: where = \""
                                        + label.column().name() + " is null\".")
                + "population { view = profile, where = \"" + where + "\" }\n"
                + "# The features that moved each score most.\n"
                + "reasons { top = 3 }\n"
                + (label.positive().isPresent()
                        ? "# The decision is \"yes\" for the tenth with the highest scores.\ndecision { top-share = 0.1 }\n"
                        : "");
    }

    private String entity() {
        return key.orElse(ROW_KEY);
    }

    /** Whether some rows have no answer yet. */
    private boolean isAsked() {
        return label.column().empty() > 0;
    }

    /** Columns that are nothing to learn from, with the evidence. */
    private Map<String, String> leftOut() {
        Map<String, String> left = new LinkedHashMap<>();
        features().forEach(column -> why(column).ifPresent(why -> left.put(column.name(), why)));
        return left;
    }

    private Stream<FoundColumn> features() {
        return source.found().stream()
                .filter(column -> !column.name().equals(label.column().name()))
                .filter(column -> !key.equals(Optional.of(column.name())) && !column.personal());
    }

    private static Optional<String> why(FoundColumn column) {
        long different = column.counts().size();
        if (column.values() == 0 && column.empty() > 0) {
            return Optional.of("no values");
        }
        boolean isNumbered = column.isUnique()
                && KEY_NAME.matcher(column.name()).matches()
                && column.type().kind() != Kind.DOUBLE;
        if (isNumbered
                || (column.type().kind() == Kind.STRING && different > MANY_TEXTS && different * 2 > column.values())) {
            return Optional.of(different + " different values in " + column.values() + " rows");
        }
        return Optional.empty();
    }

    /** What was decided, on which evidence, and what remains to be looked at. */
    List<String> told() {
        List<String> lines = new ArrayList<>();
        lines.add("key: "
                + key.map(column -> column + ", all " + source.rows() + " different")
                        .orElse("file and line, as no column has a value of its own in every row; --key names one"));
        lines.add("answer: " + label.column().name() + ", " + label.shown()
                + (isAsked() ? ", none in " + label.column().empty() : "")
                + label.positive()
                        .map(value -> "; predicted is " + Json.write(value))
                        .orElse(""));
        lines.add("scored: " + (isAsked() ? "the rows without an answer" : "all rows, as all have an answer"));
        Map<String, String> left = leftOut();
        if (!left.isEmpty()) {
            lines.add("left out: "
                    + left.entrySet().stream()
                            .map(column -> column.getKey() + " (" + column.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
        String times = source.found().stream()
                .filter(column ->
                        column.type().kind() == Kind.DATE || column.type().kind() == Kind.TIMESTAMP)
                .map(FoundColumn::name)
                .collect(Collectors.joining(", "));
        if (!times.isEmpty()) {
            lines.add("no features by themselves: " + times
                    + ", dates or times; prepare in the train job makes parts of them");
        }
        lines.add("look at features/profile.conf: a column that is known only after the answer must be under except");
        return lines;
    }
}
