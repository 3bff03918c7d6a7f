package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PlayedDemo;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The lines of a run that the README shows are those of the demo. */
class ReadmeSparkIT {
    @Test
    void showsWhatTheDemoPrints() throws IOException {
        List<String> shown = Page.of("README.md").blocks("").get(0).lines().toList();
        assertThat(shown).hasSize(3);
        Lake lake = Lake.open(
                LakeExtension.session(), PlayedDemo.folder().resolve("lake").toString());
        List<String> printed = lake.read(TableName.parse("headrace.runs"))
                .select("job", "message")
                .map(
                        (org.apache.spark.api.java.function.MapFunction<Row, String>)
                                row -> row.getString(0) + " " + row.getString(1),
                        Encoders.STRING())
                .collectAsList();
        assertThat(shown).allSatisfy(line -> assertThat(printed).contains(line.replaceAll(" {2,}", " ")));
    }
}
