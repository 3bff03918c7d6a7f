package io.headrace.train;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class MatureLabelsSparkIT {
    private static TrainSpec train(AsOfGrid grid) {
        TrainSpec spec = SmallShop.train();
        return new TrainSpec(
                spec.header(),
                spec.model(),
                spec.view(),
                spec.features(),
                spec.population(),
                spec.label(),
                grid,
                spec.group(),
                spec.test(),
                spec.recipe(),
                spec.assessment(),
                spec.gates());
    }

    @Test
    void fewerAsOfsThanAskedForAreSaidAndTooFewRefused(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest());
        assertThatThrownBy(() -> shop.run(train(new AsOfGrid(3, 40, 39)), DAY))
                .isInstanceOf(HeadraceException.class)
                .hasMessageMatching("train-lapse has rows with a mature label at \\d+ of 40 as-ofs, 39 are needed");
        assertThat(shop.run(train(new AsOfGrid(3, 40, 3)), DAY).message())
                .containsPattern("; rows at \\d+ of 40 as-ofs$");
        assertThat(lake.read(SmallShop.train().trainingTable())
                        .where("as_of > timestamp'2026-01-18'")
                        .count())
                .as("as-ofs whose label is not mature on the date")
                .isZero();
    }
}
