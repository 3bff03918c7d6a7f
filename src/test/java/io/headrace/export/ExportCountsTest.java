package io.headrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportCountsTest {
    @Test
    void changesAddUpToTheRows() {
        ExportCounts counts = ExportCounts.ofChanges(Map.of("inserted", 1000L, "withdrawn", 2L));
        assertThat(counts.rows()).isEqualTo(1002);
        assertThat(counts.present()).isEqualTo(1000);
        assertThat(counts.inWords()).isEqualTo("1,000 inserted, 0 changed, 2 withdrawn");
        assertThat(counts.byName()).isEqualTo(Map.of("rows", 1002L, "inserted", 1000L, "changed", 0L, "withdrawn", 2L));
    }

    @Test
    void allRowsAreThereAfterwards() {
        ExportCounts counts = ExportCounts.ofRows(1500);
        assertThat(counts.present()).isEqualTo(1500);
        assertThat(counts.inWords()).isEqualTo("1,500 rows");
        assertThat(counts.byName()).isEqualTo(Map.of("rows", 1500L));
    }
}
