package io.headrace.train;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobRunner;
import io.headrace.metric.GateOutcome;
import io.headrace.metric.Of;
import io.headrace.metric.Rival;
import io.headrace.registry.ModelVersion;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Training that keeps nothing. */
@ExtendWith(LakeExtension.class)
class RehearsalSparkIT {
    @Test
    void hasTheFiguresOfTheRunAndLeavesTheLakeAsItWas(Lake lake) throws IOException {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest());
        assertRehearsed(shop, 1);
        assertRehearsed(shop, 2);
    }

    private static void assertRehearsed(SmallShop shop, int version) throws IOException {
        List<String> before = files(shop.lake());
        TrainStage.Rehearsal found = new TrainStage(
                        SmallShop.train(), shop.lake(), shop.registry(), new Tiles(Long.MAX_VALUE, false))
                .rehearsal(shop.context(DAY));
        assertThat(files(shop.lake())).isEqualTo(before);
        assertThat(shop.registry().state("lapse").nextVersion()).isEqualTo(version);

        shop.run(SmallShop.train(), DAY, JobRunner.Again.FORCE);
        ModelVersion trained = shop.registry().state("lapse").version(version);
        assertThat(found.figures()).isEqualTo(trained.record().figures()).isNotEmpty();
        assertThat(found.figures().stream().anyMatch(figure -> figure.of().equals(new Of.Over(Rival.CHAMPION))))
                .isEqualTo(version > 1);
        assertThat(found.trainRows()).isEqualTo(trained.record().provenance().trainRows());
        assertThat(found.testRows()).isEqualTo(trained.record().provenance().testRows());
        assertThat(found.gates()).isEqualTo(gates(shop, version));
    }

    /** Those of the run, but for the one that needs a file. */
    private static List<GateOutcome> gates(SmallShop shop, int version) {
        return shop.registry().events("lapse").stream()
                .filter(event -> event.version() == version)
                .flatMap(event -> event.judgement().stream())
                .findFirst()
                .orElseThrow()
                .gates()
                .stream()
                .filter(gate -> !gate.gate().equals("load-test"))
                .toList();
    }

    private static List<String> files(Lake lake) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(lake.root()))) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
