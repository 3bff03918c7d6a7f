package io.headrace.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.cipher.SubjectCipher;
import io.headrace.run.RunId;
import io.headrace.spec.Encryption;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.table.EncryptedColumns;
import io.headrace.table.EncryptedColumns.Resting;
import io.headrace.table.LakeCipher;
import io.headrace.table.NewNames;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How the rows of a source rest: values of encrypted columns, and what rows hold besides their columns, by the key of the row's person. Of a row in which no
 * person can be read, nothing of this is kept.
 *
 * <p>Rows are in clear between {@link #opened} and the methods that close them again, which is in memory alone.
 */
final class RestingColumns {
    /** The person of a row, as the text of the value that names it. */
    static final String PERSON = "_person";

    /** What bronze has in {@code _unreadable} for a row of no person. */
    static final String NOT_KEPT = "(not kept: no person can be read in the row, by whose key it would be encrypted)";

    private static final String RESTS = "_rests_";
    private static final String EXTRA = "_extra";
    private static final String UNREADABLE = "_unreadable";
    private static final String PAYLOAD = "payload";

    private final IngestSpec spec;
    private final SilverColumns silver;
    private final Optional<LakeCipher.Writing> writing;

    private RestingColumns(IngestSpec spec, SilverColumns silver, Optional<LakeCipher.Writing> writing) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.silver = Objects.requireNonNull(silver, "silver");
        this.writing = writing;
    }

    /** Those of a run. */
    static RestingColumns of(IngestSpec spec, SilverColumns silver, LakeCipher cipher) {
        return new RestingColumns(spec, silver, spec.isEncrypted() ? Optional.of(cipher.writing()) : Optional.empty());
    }

    /** By which name the values of a column are encrypted; of the same name are those that rest in bronze and silver alike. */
    static String name(IngestSpec spec, String column) {
        return spec.source() + "." + column;
    }

    /** By which name a declared column rests; a token is the same in all sources that have a column of the name. */
    static String name(IngestSpec spec, SourceColumn column) {
        return column.encryption() == Encryption.TOKEN ? column.name() : name(spec, column.name());
    }

    /** Stores the keys of new persons: {@link LakeCipher.Writing#stored}. */
    boolean stored(RunId run) {
        return writing.map(keys -> keys.stored(run)).orElse(true);
    }

    /** Rows of bronze with their {@link #PERSON} as they are to rest. */
    Dataset<Row> bronze(Dataset<Row> judged) {
        if (writing.isEmpty()) {
            return judged.drop(PERSON);
        }
        Column isNobody =
                col(PERSON).isNull().and(not(coalesce(col("_outcome"), lit("")).equalTo(RowOutcome.ERASED.word())));
        return replaced(judged, name -> {
                    Optional<SourceColumn> declared = declared(name);
                    if (declared.isPresent()) {
                        return resting(declared.get(), col(name));
                    }
                    return switch (name) {
                        case EXTRA -> Optional.of(encrypted(EXTRA, col(EXTRA)));
                        case UNREADABLE ->
                            Optional.of(
                                    when(isNobody, lit(NOT_KEPT)).otherwise(encrypted(UNREADABLE, col(UNREADABLE))));
                        default -> Optional.empty();
                    };
                })
                .drop(PERSON);
    }

    /** Rows with texts in clear, with their person. */
    Dataset<Row> named(Dataset<Row> texts) {
        return writing.isEmpty() ? texts : silver.withText(texts, spec.person(), PERSON);
    }

    /** Rows of bronze, or parts of them, that were in clear, as they are to rest. */
    Dataset<Row> again(Dataset<Row> texts) {
        return writing.isEmpty() ? texts : bronze(named(texts));
    }

    private Optional<SourceColumn> declared(String name) {
        return spec.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    /** A text of a declared column as it rests; empty where it rests in clear. */
    private Optional<Column> resting(SourceColumn column, Column text) {
        return switch (column.encryption()) {
            case NONE -> Optional.empty();
            case BY_PERSON -> Optional.of(encrypted(column.name(), text));
            case TOKEN -> Optional.of(token(name(spec, column), text));
        };
    }

    private Column encrypted(String column, Column text) {
        Broadcast<SubjectCipher> cipher = writing.orElseThrow().cipher();
        NewNames names = writing.orElseThrow().names();
        String name = name(spec, column);
        String subject = spec.person().subject().orElseThrow();
        UDF2<String, String, String> encrypt =
                (person, clear) -> cipher.value().encrypted(name, subject, person, clear, names::add);
        return udf(encrypt, DataTypes.StringType).asNondeterministic().apply(col(PERSON), text);
    }

    private Column token(String name, Column text) {
        Broadcast<SubjectCipher> cipher = writing.orElseThrow().cipher();
        UDF2<String, String, String> token =
                (person, clear) -> person == null ? null : cipher.value().token(name, clear);
        return udf(token, DataTypes.StringType).apply(col(PERSON), text);
    }

    /** Rows of bronze in clear, with their person, and what of them need not be encrypted again. */
    Dataset<Row> opened(Dataset<Row> bronze) {
        if (writing.isEmpty()) {
            return bronze;
        }
        Broadcast<SubjectCipher> cipher = writing.get().cipher();
        Dataset<Row> clear = SilverColumns.and(
                bronze,
                spec.columns().stream()
                        .filter(SourceColumn::isEncrypted)
                        .map(column -> col(column.name()).as(RESTS + column.name())));
        Dataset<Row> opened = replaced(clear, name -> {
            Optional<String> as =
                    declared(name).filter(SourceColumn::isEncrypted).map(column -> name(spec, column));
            if (name.equals(EXTRA)) {
                as = Optional.of(name(spec, EXTRA));
            }
            return as.map(
                    rests -> EncryptedColumns.decrypted(col(name), new Resting(rests, DataTypes.StringType), cipher));
        });
        return named(opened);
    }

    /** Whether all values of a row of {@link #opened} are there: none where the key of the person was destroyed, or nothing was kept. */
    Column isWhole() {
        if (writing.isEmpty()) {
            return lit(true);
        }
        return spec.columns().stream()
                .filter(SourceColumn::isEncrypted)
                .map(column -> col(RESTS + column.name())
                        .isNull()
                        .or(col(column.name()).isNotNull()))
                .reduce(col(UNREADABLE).isNull(), Column::and);
    }

    /**
     * Rows of silver as they are to rest.
     *
     * @param typed what {@link SilverColumns#typed} makes of rows of {@link #opened}
     * @param resting the schema of silver
     */
    Dataset<Row> silver(Dataset<Row> typed, StructType resting) {
        if (writing.isEmpty()) {
            return typed;
        }
        List<StructField> fields = Stream.of(resting.fields())
                .filter(field -> EncryptedColumns.of(field).isPresent())
                .toList();
        List<String> there = List.of(typed.columns());
        return replaced(
                typed,
                name -> fields.stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .map(field -> there.contains(RESTS + name)
                                        && declared(name)
                                                .filter(silver::isAsReceived)
                                                .isPresent()
                                ? col(RESTS + name)
                                : silver(field, EncryptedColumns.of(field).orElseThrow())));
    }

    private Column silver(StructField field, Resting resting) {
        Column text = EncryptedColumns.text(col(field.name()), resting.type());
        return declared(field.name())
                .flatMap(column -> resting(column, text))
                .orElseGet(() -> encrypted(field.name(), text));
    }

    /** Rows of quarantine as they are to rest. */
    Dataset<Row> quarantine(Dataset<Row> refused) {
        return writing.isEmpty()
                ? refused
                : replaced(
                        refused,
                        name -> name.equals(PAYLOAD)
                                ? Optional.of(when(col(PERSON).isNull(), col(PAYLOAD))
                                        .otherwise(encrypted(PAYLOAD, col(PAYLOAD))))
                                : Optional.empty());
    }

    /** Rows of silver in clear. */
    Dataset<Row> clear(Dataset<Row> silver) {
        return writing.map(keys -> EncryptedColumns.decrypted(silver, keys.cipher()))
                .orElse(silver);
    }

    private interface Replacing {
        Optional<Column> of(String column);
    }

    private static Dataset<Row> replaced(Dataset<Row> rows, Replacing other) {
        return rows.select(Stream.of(rows.columns())
                .map(name -> other.of(name).map(column -> column.as(name)).orElseGet(() -> col("`" + name + "`")))
                .toArray(Column[]::new));
    }
}
