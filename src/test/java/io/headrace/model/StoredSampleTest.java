package io.headrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;
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
        StoredSample sample = StoredSample.of(Predictor.of(model), ROWS);
        StoredSample read = StoredSample.read(sample.bytes(), model);
        assertThat(read.rows()).hasSize(3);
        assertThat(read.equalRows(Predictor.of(model))).isEqualTo(3);
        assertThat(read.rows().stream().map(StoredSample.Line::rawScore))
                .containsExactlyElementsOf(ROWS.stream().map(model::rawScore).toList());
    }

    @Test
    void rowsWithoutAScoreAreLeftOut() {
        List<Object[]> rows = List.of(ROWS.get(0), new Object[] {Double.POSITIVE_INFINITY, null, null, null, null});
        assertThat(StoredSample.of(Predictor.of(Examples.TREES), rows).rows()).hasSize(1);
    }

    @Test
    void anotherModelSaysOtherwise() {
        TreeModel trees = (TreeModel) Examples.TREES.model();
        TreeModel other = TreeModel.of(trees.encoder(), trees.output(), 0.25, trees.trees());
        assertThat(StoredSample.of(Predictor.of(trees), ROWS).equalRows(Predictor.of(other)))
                .isZero();
    }

    @Test
    void boundsAreComparedWhereThereAreSome() {
        List<Object[]> rows = List.of(new Object[] {31, "Éire"}, new Object[] {null, "Germany"});
        Predictor bounded = Predictor.of(Examples.INTERVAL);
        StoredSample sample = StoredSample.of(bounded, rows);
        StoredSample read = StoredSample.read(sample.bytes(), bounded.model());
        assertThat(read.rows().get(0).bounds()).isEqualTo(new IntervalModel.Bounds(1.875, 33.875));
        assertThat(read.equalRows(bounded)).isEqualTo(2);
        assertThat(read.equalRows(Predictor.of(bounded.model()))).isZero();
        Predictor plain = Predictor.of(bounded.model());
        assertThat(new String(StoredSample.of(plain, rows).bytes(), UTF_8)).doesNotContain("bounds");
    }
}
