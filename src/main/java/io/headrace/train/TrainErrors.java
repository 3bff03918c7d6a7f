package io.headrace.train;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.LabelSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The failures of training, worded in one place. */
final class TrainErrors {
    private TrainErrors() {}

    static HeadraceException encryptedLabel(String job) {
        return HeadraceException.of(
                "HEAD-PRIVACY-017",
                FailureKind.USER,
                job + ": the label comes from a column that rests encrypted; a training set rests in clear",
                "Take the label from a column that rests in clear.");
    }

    static HeadraceException noRows(String job, String which, String detail) {
        return user(
                "HEAD-TRAIN-001",
                job + " has no " + which + " rows: " + detail,
                "Ingest more history, widen population.where or as-ofs, or choose a later date.");
    }

    static HeadraceException oneClass(String job, String which, long positives, long rows) {
        return oneClass(job, which, positives, rows, "");
    }

    /** @param values what the label's column holds, in words; empty where that says nothing */
    static HeadraceException oneClass(String job, String which, long positives, long rows, String values) {
        return user(
                "HEAD-TRAIN-002",
                job + ": the " + which + " rows do not hold both classes: " + positives + " positives of " + rows
                        + " rows" + values,
                "Check label (where, positive) and population.where; a model needs two rows of each at least.");
    }

    /** @param misfit what was expected of the column's type */
    static HeadraceException unfitLabel(String job, String key, String misfit, LabelSpec.Known label, String type) {
        return user(
                "HEAD-TRAIN-014",
                job + ": label." + key + ": " + misfit + ": " + label.column() + " of " + label.table() + " is " + type,
                "Correct the label in jobs/" + job + ".conf, or the type of the column in the job that writes "
                        + label.table() + ".");
    }

    static HeadraceException fewAsOfs(String job, long found, int wanted, int least) {
        return user(
                "HEAD-TRAIN-010",
                job + " has rows with a mature label at " + found + " of " + wanted + " as-ofs, " + least
                        + " are needed",
                "Ingest more history, choose a later date, or lower as-ofs.at-least.");
    }

    /** @param features each with how it knows the label */
    static HeadraceException leak(String job, List<String> features) {
        String all = features.stream()
                .map(feature -> "feature " + feature + ": it probably leaks the label")
                .collect(Collectors.joining("; "));
        return user(
                "HEAD-TRAIN-009",
                job + ": " + all,
                "Remove it, correct the view so that it uses data before the as-of only, or list it in `allowed-leaks` if it is"
                        + " legitimate.");
    }

    static HeadraceException manyClasses(String job, int most, List<String> some) {
        return user(
                "HEAD-TRAIN-011",
                job + ": the label has more than " + most + " classes, such as " + String.join(", ", some),
                "Check the column of label.class; a number is predicted by label.number.");
    }

    static HeadraceException fewOfClass(String job, String which, Map<String, Long> counts) {
        return user(
                "HEAD-TRAIN-012",
                job + ": the " + which + " hold these classes: "
                        + counts.entrySet().stream()
                                .map(entry -> entry.getKey() + " in " + entry.getValue() + " rows")
                                .collect(Collectors.joining(", ")),
                "A model needs two classes of two rows each at least: check label.class, leave rare classes out by"
                        + " population.where, or count them as another.");
    }

    static HeadraceException noWorth(String job, String outcome, String sql, long rows, long all) {
        return user(
                "HEAD-TRAIN-013",
                job + ": value." + outcome + ", " + sql + ", gives no number for " + rows + " of " + all + " test rows",
                "Say what it is worth where a feature is missing, such as coalesce(feature, 0), or leave such rows out by"
                        + " population.where.");
    }

    static HeadraceException constantLabel(String job, double value, long rows) {
        return user(
                "HEAD-TRAIN-008",
                job + ": all " + rows + " training rows have the label " + value + ", so there is nothing to learn",
                "Check label and population.where.");
    }

    static HeadraceException labelTooSmall(String job, String learner, double least, boolean zeroIsFit) {
        return user(
                "HEAD-TRAIN-007",
                job + ": " + learner + " learns from numbers of " + (zeroIsFit ? "0 or more" : "more than 0")
                        + ", the least answer is " + least,
                "Leave such rows out by population.where or a check at ingest, or choose another learner.");
    }

    static HeadraceException fewForInterval(String job, double coverage, long needed, long kept, long rows) {
        return user(
                "HEAD-TRAIN-018",
                job + ": interval.coverage = " + coverage + " needs " + needed
                        + " training rows or more that its bounds do not learn from, and others that they do; of "
                        + rows
                        + " rows a fifth of the entities or groups have " + kept,
                "Ingest more history, ask for less coverage, or leave interval out.");
    }

    static HeadraceException unfitType(String job, String feature, String type) {
        return user(
                "HEAD-TRAIN-003",
                job + ": the feature " + feature + " is of type " + type + ", which no learner takes",
                "Turn it into a number, a text or a yes/no in the view, for example days until as_of, or name parts of the"
                        + " calendar: prepare." + feature + ".dates = [month, weekday].");
    }

    static HeadraceException personalFeatures(String job, List<String> features) {
        return user(
                "HEAD-TRAIN-017",
                job + ": features = all would take in what comes from personal data: " + String.join(", ", features),
                "List the features that are meant, or leave these out by except.");
    }

    static HeadraceException labelNotUnique(String job, String table, String entity, String value) {
        return user(
                "HEAD-TRAIN-004",
                job + ": " + table + " has more than one row with " + entity + " = " + value,
                "A label needs one row for each " + entity
                        + " and time. If each row is an event of its own, such as a payment, describe rows: a view in features/ with"
                        + " rows { table = " + table
                        + " } whose entity is the event's own key, which looks up the view of " + entity
                        + " (docs/features.md, Rows of events). Only if a row is there twice, drop it at ingest.");
    }

    static HeadraceException notAsInScoring(String job, String view, String entity, Instant asOf) {
        return user(
                "HEAD-TRAIN-005",
                job + ": at the time of its label, " + entity + " at " + asOf + " has other features than view " + view
                        + " gives in scoring",
                "The view's SQL looks across entities, such as by ranks or averages of all. Learn at as-ofs of all entities"
                        + " (as-ofs.every), or keep to the entity's own rows.");
    }

    private static HeadraceException user(String code, String what, String next) {
        return HeadraceException.of(code, FailureKind.USER, what, next);
    }
}
