package io.headrace.job;

import io.headrace.spec.KeyPlace;
import io.headrace.spec.SqlText;
import io.headrace.table.query.QueryRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Judges the SQL texts of a job before it runs, as {@code headrace check} does: a job that nobody checked reads nothing that it may not. */
final class JudgedTexts {
    private JudgedTexts() {}

    /**
     * Refuses a job whose texts read what they may not, or call what is not allowed. The queries of views are judged where they run.
     *
     * @param spark a session, asked for only where there is something to judge
     * @param texts of the project
     */
    static void refuse(Supplier<SparkSession> spark, String job, List<SqlText> texts) {
        List<SqlText> own = texts.stream()
                .filter(text -> isOf(job, text.place()) && text.expression().isPresent())
                .toList();
        if (own.isEmpty()) {
            return;
        }
        SparkSession session = spark.get();
        List<String> faults =
                own.stream().flatMap(text -> faults(session, text)).distinct().toList();
        if (!faults.isEmpty()) {
            throw JobErrors.refusedSql(faults);
        }
    }

    private static boolean isOf(String job, KeyPlace place) {
        return place.file().equals("jobs/" + job + ".conf") || place.file().equals(KeyPlace.SETTINGS);
    }

    private static Stream<String> faults(SparkSession spark, SqlText text) {
        return text.expression().stream()
                .flatMap(sql -> QueryRules.writtenExpression(spark, sql, Optional.empty()).stream())
                .map(fault -> FailedText.words(text.place().linesBelow(fault.line() - 1)) + ": " + fault.message());
    }
}
