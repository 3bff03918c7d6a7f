package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredSampleTest {
    private static final List<Object[]> ROWS = List.of(
            new Object[] {31, "Germany", "A1", new BigDecimal("40.10"), LocalDate.of(2024, 12, 24)},
            new Object[] {1 / 3.0, null, "B2", null, null},
            new Object[] {Double.NaN, "Éire", "Z9", 65L, Instant.parse("2025-01-01T12:00:00Z")});

    @Test
    void sampledRowsAreScoredAlikeAfterReading() {
        CompiledModel model = Examples.TREES.model();
        StoredSample sample = StoredSample.of(model, ROWS);
        StoredSample read = StoredSample.read(sample.bytes(), model);
        assertThat(read.rows()).hasSize(3);
        assertThat(read.equalRows(model)).isEqualTo(3);
        assertThat(read.rows().stream().map(StoredSample.Line::rawScore))
                .containsExactlyElementsOf(ROWS.stream().map(model::rawScore).toList());
    }

    @Test
    void rowsWithoutAScoreAreLeftOut() {
        List<Object[]> rows = List.of(ROWS.get(0), new Object[] {Double.POSITIVE_INFINITY, null, null, null, null});
        assertThat(StoredSample.of(Examples.TREES.model(), rows).rows()).hasSize(1);
    }

    @Test
    void anotherModelSaysOtherwise() {
        TreeModel trees = (TreeModel) Examples.TREES.model();
        TreeModel other = TreeModel.of(trees.encoder(), trees.output(), 0.25, trees.trees());
        assertThat(StoredSample.of(trees, ROWS).equalRows(other)).isZero();
    }
}
