package io.headrace.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.TestSource;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class SuggestedChecksSparkIT {
    /** The letter is that of the case from real use. */
    @Test
    void d6DirtyColumnsAreNamedWithWhatTheFaultsLookLike(Lake lake) {
        Dataset<Row> silver = lake.spark().sql("""
                        select
                          case when id % 20 = 0 then 'Not Available' else cast(id as string) end as score,
                          case when id % 50 = 0 then concat('x-', id) else concat('AB-', lpad(id, 4, '0')) end as code
                        from range(1, 1001)""");
        String conf = SuggestedChecks.conf(
                SuggestedChecks.of(TestSource.csv(TestSource.columns("score string", "code string")), silver));
        assertThat(conf)
                .contains(
                        "# 95 % (950 of 1000) fulfil this; the other 50 look like `Not Available`",
                        "score-number { column = score, matches = \"[-+]?[0-9]+(\\\\.[0-9]+)?\"",
                        "# 98 % (980 of 1000) fulfil this; the other 20 look like the shape a-",
                        "code-shape { column = code, matches = \"[A-Z]{2}\\\\-[0-9]{4}\"");
    }
}
