package io.headrace.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.table.Lake;
import io.headrace.table.SubjectHash;
import io.headrace.table.Tombstones;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Turns away rows of persons who were erased: by the keys that columns hold, and in texts that nothing could be read from by any word that is
 * such a key. Nothing of such a row is kept but where it stood, so that every row still has its outcome.
 */
final class ErasedColumns {
    private static final String ERASED = "_erased";
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}_@-]+");
    private static final List<String> TEXTS = List.of("_unreadable", "_extra");
    private static final List<String> KEPT = List.of("_superseded", "_copy", "_file", "_row", "_lines", ERASED);

    private final List<SourceColumn> keys;
    private final Map<String, Set<String>> hashes;
    private final Optional<SubjectHash> hash;

    private ErasedColumns(List<SourceColumn> keys, Map<String, Set<String>> hashes, Optional<SubjectHash> hash) {
        this.keys = List.copyOf(keys);
        this.hashes = Map.copyOf(hashes);
        this.hash = hash;
    }

    /**
     * Those that a source has to look for.
     *
     * @param secret the key of tombstones, read where there are any
     */
    static ErasedColumns of(IngestSpec spec, Lake lake, Supplier<String> secret) {
        List<SourceColumn> keys = spec.columns().stream()
                .filter(column -> column.subject().isPresent())
                .toList();
        Map<String, Set<String>> hashes = keys.isEmpty() ? Map.of() : new Tombstones(lake).all();
        if (keys.stream()
                .noneMatch(column -> hashes.containsKey(column.subject().orElseThrow()))) {
            return new ErasedColumns(List.of(), Map.of(), Optional.empty());
        }
        return new ErasedColumns(keys, hashes, Optional.of(new SubjectHash(secret.get())));
    }

    /** @param why it could not be had, in words */
    static HeadraceException noKey(String job, String why) {
        return HeadraceException.of(
                "HEAD-PRIVACY-002",
                FailureKind.USER,
                job + " cannot tell who was erased: persons were, and the key of their tombstones is not there: " + why,
                "Set privacy.tombstone-key-variable or tombstone-key-file in conf/ to where the key stands that erased them.");
    }

    /** Whether anybody is looked for. */
    boolean isNeeded() {
        return hash.isPresent();
    }

    /** Typed rows, those of erased persons empty. */
    Dataset<Row> emptied(Dataset<Row> typed) {
        if (!isNeeded()) {
            return typed;
        }
        Dataset<Row> told = typed.withColumn(ERASED, isErased(List.of(typed.columns())));
        return told.select(Stream.of(told.columns())
                .map(name -> KEPT.contains(name)
                        ? col(name)
                        : when(not(col(ERASED)), col(name)).as(name))
                .toArray(Column[]::new));
    }

    private Column isErased(List<String> present) {
        List<Column> signs = new ArrayList<>();
        for (SourceColumn column : keys) {
            Set<String> wanted = hashes.getOrDefault(column.subject().orElseThrow(), Set.of());
            SubjectHash own = hash.orElseThrow();
            String subject = column.subject().orElseThrow();
            UDF1<String, Boolean> key = text -> text != null && wanted.contains(own.of(subject, text));
            signs.add(udf(key, DataTypes.BooleanType).apply(col(column.name()).cast("string")));
            UDF1<String, Boolean> words = text -> text != null
                    && BETWEEN_WORDS.splitAsStream(text).anyMatch(word -> wanted.contains(own.of(subject, word)));
            TEXTS.stream()
                    .filter(present::contains)
                    .forEach(name -> signs.add(udf(words, DataTypes.BooleanType).apply(col(name))));
        }
        return signs.stream()
                .map(sign -> coalesce(sign, lit(false)))
                .reduce(Column::or)
                .orElse(lit(false));
    }

    /** Whether a row is kept and judged. */
    Column isKept() {
        return isNeeded() ? not(col(ERASED)) : lit(true);
    }

    /** Reasons and the like, none for a row that was emptied. */
    Column orNone(String list, org.apache.spark.sql.types.DataType type) {
        return isNeeded()
                ? when(col(ERASED), array().cast(type)).otherwise(col(list)).as(list)
                : col(list);
    }

    /** The outcome, where a row is not emptied. */
    Column outcome(Column otherwise) {
        return isNeeded() ? when(col(ERASED), RowOutcome.ERASED.word()).otherwise(otherwise) : otherwise;
    }
}
