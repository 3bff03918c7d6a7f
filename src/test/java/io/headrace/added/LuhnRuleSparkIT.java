package io.headrace.added;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.RowCheck;
import io.headrace.testing.LakeExtension;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class LuhnRuleSparkIT {
    @Test
    void fitsNumbersWhoseLastDigitFits() {
        SparkSession spark = LakeExtension.session();
        RowCheck check = new RowCheck(
                "card-number",
                new LuhnRule().sql("card", List.of()),
                RowCheck.EVERY_ROW,
                RowCheck.NullPolicy.PASS,
                RowCheck.Severity.QUARANTINE,
                "wrong");
        assertThat(spark.createDataset(List.of("4012888888881881", "4012888888881882", "x"), Encoders.STRING())
                        .toDF("card")
                        .where(check.verdict())
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactly("4012888888881881");
    }
}
