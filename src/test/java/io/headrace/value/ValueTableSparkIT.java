package io.headrace.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.RunId;
import io.headrace.spec.ValueJobSpec;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.value.ValueTable.Heading;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class ValueTableSparkIT {
    private static final String AS_OF = "2026-01-22 00:00:00";

    private static List<Row> rows(RunId run, String arm) {
        ValueJobSpec job = SmallShop.value();
        Heading heading = new Heading(
                run,
                job,
                job.versions().get(0),
                1,
                AS_OF,
                new Reach.Counted("score-lapse/2026-01-21/1", "", false),
                arm);
        return List.of(ValueTable.row(heading, ValueFigure.spent(2, 10), 0, ""));
    }

    /** A lake of a version without the columns of arms and campaigns is read and goes on. */
    @Test
    void aTableThatLacksColumnsIsReadAndAppendedTo(Lake lake) {
        StructType now = ValueTable.DESCRIPTION.schema();
        List<String> old = Arrays.stream(now.fieldNames())
                .filter(name -> !Set.of("arm", "contacted").contains(name))
                .toList();
        StructType before = new StructType(old.stream().map(now::apply).toArray(StructField[]::new));
        RunId first = new RunId("value-lapse", LocalDate.of(2026, 1, 22), 1);
        Row full = rows(first, "").get(0);
        new RunTable(lake, TableDescription.system(ValueTable.TABLE, "as it was", before, "run_id"))
                .append(
                        first,
                        List.of(RowFactory.create(IntStream.range(0, now.length())
                                .filter(at -> old.contains(now.fieldNames()[at]))
                                .mapToObj(full::get)
                                .toArray())));
        assertThat(ValueTable.in(lake).rows(Map.of()))
                .hasSize(1)
                .allMatch(row -> ValueTable.armOf(row).isEmpty());
        RunId second = new RunId("value-lapse", LocalDate.of(2026, 1, 23), 1);
        ValueTable.in(lake).append(second, rows(second, "challenger"));
        assertThat(ValueTable.in(lake).rows(Map.of()))
                .extracting(ValueTable::armOf)
                .containsExactlyInAnyOrder("", "challenger");
        assertThat(lake.read(ValueTable.TABLE).where("arm is null").count()).isEqualTo(1);
    }
}
