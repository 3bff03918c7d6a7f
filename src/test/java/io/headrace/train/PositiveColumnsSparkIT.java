package io.headrace.train;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F2 */
class PositiveColumnsSparkIT {
    @ParameterizedTest(name = "{1} is {2} of {0}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // type | positive | a value of the column, in SQL | whether it is the positive one
                "double | 1 | 1.0D | true",
                "double | 1.0 | 1.0D | true",
                "double | 1 | 2.0D | false",
                "double | 0.1 | 0.1D | true",
                "double | 1 | null | ",
                "int | 1.0 | 1 | true",
                "bigint | 9007199254740993 | 9007199254740993L | true",
                "bigint | 9007199254740993 | 9007199254740992L | false",
                "decimal(10,2) | 1 | 1.00BD | true",
                "decimal(10,2) | 0.10 | 0.1BD | true",
                "boolean | yes | true | true",
                "boolean | Yes | true | true",
                "boolean | no | false | true",
                "boolean | 1 | true | true",
                "boolean | true | false | false",
                "string | 007 | '007' | true",
                "string | 7 | '007' | false",
                "string | 1.10 | '1.10' | true",
                "string | Dropout | 'dropout' | false",
                "date | 2026-01-31 | date'2026-01-31' | true",
                "float | 1.5 | 1.5F | true"
            })
    void aValueIsComparedByTheTypeOfTheColumn(String type, String positive, String value, Boolean isPositive) {
        DataType known = DataType.fromDDL(type);
        assertThat(PositiveColumns.misfit(known, positive)).isEmpty();
        assertThat(LakeExtension.session()
                        .sql("select cast(" + value + " as " + type + ") as v")
                        .select(PositiveColumns.isPositive(col("v"), known, positive))
                        .first()
                        .<Boolean>getAs(0))
                .isEqualTo(isPositive);
    }

    @ParameterizedTest
    @CsvSource({
        "boolean, Dropout, true or false",
        "int, 1.5, a whole number",
        "bigint, yes, a whole number",
        "double, yes, a number",
        "'decimal(10,2)', 0.125, a number"
    })
    void aValueThatTheTypeNeverHoldsIsNamed(String type, String positive, String expected) {
        assertThat(PositiveColumns.misfit(DataType.fromDDL(type), positive))
                .isEqualTo(Optional.of("expected " + expected + ", found \"" + positive + "\""));
    }
}
