package io.headrace.job;

import io.headrace.run.HeadraceException;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.SqlText;
import io.headrace.table.SparkFailures;
import java.util.List;
import java.util.stream.Collectors;

/** Names the job and the key of an SQL text that failed on the data. */
final class FailedText {
    private FailedText() {}

    /**
     * The failure with the places of the texts that hold what Spark says has failed; itself where it is of another kind, or nothing is known.
     *
     * @param texts of the project
     */
    static RuntimeException named(RuntimeException failure, String job, List<SqlText> texts) {
        if (!(failure instanceof HeadraceException known)
                || known.getCause() == null
                || SparkFailures.dataFault(known.getCause()).isEmpty()) {
            return failure;
        }
        String which = known.getMessage().startsWith(job) ? "" : job + ": ";
        String where = SparkFailures.failedPart(known.getCause())
                .map(part -> places(part, job, texts))
                .filter(places -> !places.isEmpty())
                .map(places -> " (" + places + ")")
                .orElse("");
        return HeadraceException.of(known.code(), known.kind(), which + known.getMessage() + where, known.next())
                .causedBy(known.getCause());
    }

    /** Those of the job's own file, if there are any. */
    private static String places(String part, String job, List<SqlText> texts) {
        List<KeyPlace> all = texts.stream()
                .filter(text -> text.text().contains(part))
                .map(SqlText::place)
                .distinct()
                .toList();
        List<KeyPlace> own = all.stream()
                .filter(place -> place.file().equals("jobs/" + job + ".conf"))
                .toList();
        return (own.isEmpty() ? all : own).stream().map(FailedText::words).collect(Collectors.joining(" or "));
    }

    /** File, line and key, as far as they are known. */
    static String words(KeyPlace place) {
        return place.file()
                + (place.line() > 0 ? ":" + place.line() : "")
                + (place.key().isEmpty() ? "" : ": " + place.key());
    }
}
