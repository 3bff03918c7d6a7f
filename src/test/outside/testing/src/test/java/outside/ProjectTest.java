package outside;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.TableAssert;
import io.headrace.testing.ViewExamples;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class ProjectTest {
    @TestFactory
    Stream<DynamicTest> everyExampleHolds() {
        return ViewExamples.of(Path.of(""));
    }

    @Test
    void aPlanHasAPrice(SparkSession spark, Lake lake) {
        Dataset<Row> prices =
                spark.sql("select plan, price from values ('basic', 9.90), ('family', 19.90) as t(plan, price)");
        prices.write().format("delta").save(lake.root() + "/silver/prices");

        TableAssert.assertThat(spark.read().format("delta").load(lake.root() + "/silver/prices"))
                .hasColumns("plan", "price")
                .hasRows(RowFactory.create("family", 19.9), RowFactory.create("basic", 9.9));
    }

    /** The engine's jar holds them, under names of its own where others may bring theirs. */
    @Test
    void bringsNoLibraryTwice() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("com.typesafe.config.Config"));
    }
}
