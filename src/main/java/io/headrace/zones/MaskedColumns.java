package io.headrace.zones;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.Mask;
import io.headrace.spec.MaskedView;
import io.headrace.spec.NearestName;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SubjectMark;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** The columns of a masked copy over those of its table. */
final class MaskedColumns {
    private final MaskedView view;
    private final StructType table;
    private final Optional<TokenHash> hash;
    private final ZoneId zone;

    /**
     * @param table the table's columns, the personal ones marked
     * @param hash empty where nothing is hashed
     * @param zone by whose clock times are cut
     */
    MaskedColumns(MaskedView view, StructType table, Optional<TokenHash> hash, ZoneId zone) {
        this.view = view;
        this.table = table;
        this.hash = hash;
        this.zone = zone;
    }

    /** What is wrong with a view of a table, in words; nothing where it can be made. */
    static List<String> problems(MaskedView view, StructType table) {
        List<String> known = List.of(table.fieldNames());
        List<String> problems = new ArrayList<>();
        for (String column : view.columns()) {
            if (!known.contains(column)) {
                problems.add("the table has no column \"" + column + "\"" + NearestName.hint(column, known));
                continue;
            }
            StructField field = table.apply(column);
            Mask mask = view.masks().get(column);
            if (mask == null
                    && (PersonalLineage.isMarked(field) || SubjectMark.of(field).isPresent())) {
                problems.add(
                        column + " is personal: mask it by hash, truncate, generalise or empty, or say why it may be"
                                + " seen by clear = \"...\"");
            } else if (mask != null) {
                misfit(mask, field).ifPresent(problems::add);
            }
        }
        view.anonymity().ifPresent(anonymity -> problems.addAll(problems(anonymity, table)));
        return problems;
    }

    private static Optional<String> misfit(Mask mask, StructField field) {
        DataType type = field.dataType();
        String expected = "";
        if (field.name().equals(AS_OF)) {
            expected = "no mask, as copies are divided by it";
        } else if (mask instanceof Mask.Hash && !(type instanceof AtomicType)) {
            expected = "a column of plain values for hash";
        } else if ((mask instanceof Mask.Characters || mask instanceof Mask.Levels) && !(type instanceof StringType)) {
            expected = "a text for this mask";
        } else if (mask instanceof Mask.Calendar && !(type instanceof DateType || type instanceof TimestampType)) {
            expected = "a date or a time for truncate to a calendar unit";
        } else if ((mask instanceof Mask.Width || mask instanceof Mask.Edges) && !(type instanceof NumericType)) {
            expected = "a number for this mask";
        }
        return expected.isEmpty()
                ? Optional.empty()
                : Optional.of("expected " + expected + ": " + field.name() + " is " + type.typeName());
    }

    private static List<String> problems(MaskedView.Anonymity anonymity, StructType table) {
        Optional<String> person = person(anonymity, table);
        if (person.isEmpty()) {
            return List.of(
                    "k-anonymity counts persons, and the table does not say which column names them: set person");
        }
        return List.of(table.fieldNames()).contains(person.get())
                ? List.of()
                : List.of("k-anonymity.person: the table has no column \"" + person.get() + "\""
                        + NearestName.hint(person.get(), List.of(table.fieldNames())));
    }

    /** The column that names the person: the one declared, or the only one with keys of persons. */
    private static Optional<String> person(MaskedView.Anonymity anonymity, StructType table) {
        if (anonymity.person().isPresent()) {
            return anonymity.person();
        }
        List<String> keys = Stream.of(table.fields())
                .filter(field -> SubjectMark.of(field).isPresent())
                .map(StructField::name)
                .toList();
        return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
    }

    /** The column that names the person; for a view without problems. */
    String person(MaskedView.Anonymity anonymity) {
        return person(anonymity, table).orElseThrow();
    }

    /** Tells copies apart that are declared alike: by the key and the clock. */
    String identity() {
        return hash.map(tokens -> tokens.of("identity")).orElse("") + " " + zone;
    }

    /** The names of the copy's columns, in order. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(view.columns());
        if (List.of(table.fieldNames()).contains(AS_OF)) {
            names.add(AS_OF);
        }
        return names;
    }

    /** Rows of the table as the copy has them, and beside them the values of one more column as they are, if one is named. */
    Dataset<Row> of(Dataset<Row> rows, Optional<String> beside, String besideName) {
        List<Column> columns = new ArrayList<>();
        names().forEach(name -> columns.add(masked(table.apply(name)).as(name)));
        beside.ifPresent(name -> columns.add(col(quoted(name)).as(besideName)));
        return rows.select(columns.toArray(Column[]::new));
    }

    /** The copy's schema: those of its columns are marked that come from personal ones. */
    StructType schema(Dataset<Row> rows) {
        return new StructType(
                Stream.of(PersonalLineage.schema(of(rows, Optional.empty(), "")).fields())
                        .map(this::commented)
                        .toArray(StructField[]::new));
    }

    private StructField commented(StructField field) {
        String comment = table.apply(field.name()).getComment().getOrElse(() -> "");
        String words = Optional.ofNullable(view.masks().get(field.name()))
                .map(MaskedColumns::words)
                .orElse("");
        StructField plain = Lake.field(
                field.name(), field.dataType(), words + (words.isEmpty() || comment.isEmpty() ? "" : ": ") + comment);
        return PersonalLineage.isMarked(field) ? PersonalLineage.marked(plain) : plain;
    }

    private static String words(Mask mask) {
        if (mask instanceof Mask.Hash) {
            return "keyed hash";
        }
        if (mask instanceof Mask.Empty) {
            return "left empty";
        }
        if (mask instanceof Mask.Characters some) {
            return "first characters, " + some.characters() + " at most";
        }
        if (mask instanceof Mask.Calendar calendar) {
            return "cut to the " + calendar.unit().name().toLowerCase(Locale.ROOT);
        }
        return mask instanceof Mask.Clear ? "" : "generalised";
    }

    private Column masked(StructField field) {
        Column value = col(quoted(field.name()));
        Mask mask = view.masks().get(field.name());
        if (mask instanceof Mask.Hash) {
            TokenHash tokens = hash.orElseThrow();
            return text(value, tokens::of);
        }
        if (mask instanceof Mask.Empty) {
            return lit(null).cast(field.dataType());
        }
        if (mask instanceof Mask.Characters some) {
            return substring(value, 1, some.characters());
        }
        if (mask instanceof Mask.Calendar calendar) {
            Column day = field.dataType() instanceof TimestampType
                    ? to_date(from_utc_timestamp(value, zone.getId()))
                    : value;
            return calendar.unit() == Mask.Unit.DAY
                    ? day
                    : trunc(day, calendar.unit().name());
        }
        if (mask instanceof Mask.Width width) {
            return text(value, number -> Ranges.of(number, width));
        }
        if (mask instanceof Mask.Edges edges) {
            return text(value, number -> Ranges.of(number, edges));
        }
        return mask instanceof Mask.Levels levels ? level(value, levels) : value;
    }

    private static Column text(Column value, UDF1<String, String> mask) {
        return udf(mask, DataTypes.StringType).apply(value.cast("string"));
    }

    private static Column level(Column value, Mask.Levels levels) {
        return when(value.isNotNull(), coalesce(map(levels).getItem(value), lit(levels.others())));
    }

    private static Column map(Mask.Levels levels) {
        return org.apache.spark.sql.functions.map(levels.levels().entrySet().stream()
                .flatMap(level -> Stream.of(lit(level.getKey()), lit(level.getValue())))
                .toArray(Column[]::new));
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }
}
