package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class TableAssertSparkIT {
    private final Dataset<Row> table = LakeExtension.session()
            .sql("select * from values (1L, 'a', 30.00), (2L, null, 0.5), (2L, null, 0.5)" + " as t(id, name, price)");

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void comparesRowsInAnyOrderAndNumbersByValue() {
        TableAssert.assertThat(table)
                .hasColumns("id", "name", "price")
                .hasRows(row(2, null, new BigDecimal("0.50")), row(1, "a", 30), row(2, null, 0.5));
        TableAssert.assertThat(table).hasSameRowsAs(table.orderBy("id"));
        TableAssert.assertThat(table.limit(0)).hasNoRows();
    }

    @Test
    void showsWhatIsMissingAndWhatIsUnexpectedEachAsOftenAsItIs() {
        assertThatThrownBy(() -> TableAssert.assertThat(table).hasRows(row(1, "b", 30), row(2, null, 0.5)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        expected 2 rows, found 3 rows
                          missing:    id = 1, name = "b", price = 30
                          unexpected: id = 1, name = "a", price = 30
                          unexpected: id = 2, name = null, price = 0.5""");
    }

    @Test
    void refusesExpectedRowsOfAnotherWidth() {
        assertThatThrownBy(() -> TableAssert.assertThat(table).hasRows(row(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected rows need a value for each of [id, name, price], found 1 in [1]");
    }
}
