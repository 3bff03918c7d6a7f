package io.headrace.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsFolder(Layer layer) {
        assertThat(Layer.of(layer.folder())).isEqualTo(layer);
        assertThat(layer.table("some").kind()).isEqualTo(layer);
    }

    @Test
    void aLayerThatUsersNamedHoldsScores() {
        assertThat(TableName.parse("marketing.lapse").kind()).isEqualTo(Layer.SCORES);
        assertThat(Layer.of("marketing").isReserved()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SCORES")
    void allButScoresBelongToHeadrace(Layer layer) {
        assertThat(layer.isReserved()).isTrue();
    }
}
