package io.headrace.score;

import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headrace.spec.Layer;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Work;
import io.headrace.table.Lake;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A large run is cut into slices, and goes on where it ended. */
@ExtendWith(LakeExtension.class)
class SlicesSparkIT {
    private static final ScoreSpec WHOLE = SmallShop.score(0.2);
    private static final ScoreSpec IN_SLICES = SmallShop.score(0.2).with(new Work(1, Optional.empty()));

    @Test
    @Tag("full")
    void whateverEndsARunTheNextGoesOnBehindTheLastSlice(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train())
                .spreadFeatures(4);
        SmallShop whole = shop.copy("whole");
        whole.run(WHOLE, DAY);

        Interruptions.killedAt("slice 1", () -> shop.as(DEAD).run(IN_SLICES, DAY));
        assertThat(kept(shop)).hasSize(1);
        assertThat(slicesUntilFailureAt("slice 2", () -> shop.run(IN_SLICES, DAY)))
                .containsExactly("slice 2");
        assertThat(slicesOf(() -> shop.run(IN_SLICES, DAY))).containsExactly("slice 3");
        assertThat(kept(shop)).isEmpty();
        assertThat(LakeContents.rows(lake.read(WHOLE.table())))
                .isEqualTo(LakeContents.rows(whole.lake().read(WHOLE.table())));
    }

    @Test
    @Tag("full")
    void aRunThatFailedLeavesItsSlicesToTheSameTaskOnly(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train())
                .spreadFeatures(3);
        assertThat(slicesUntilFailureAt("slice 0", () -> shop.run(IN_SLICES, DAY)))
                .containsExactly("slice 0");
        assertThat(slicesUntilFailureAt("slice 1", () -> shop.run(IN_SLICES, DAY)))
                .containsExactly("slice 1");
        shop.spreadFeatures(2);
        assertThat(slicesUntilFailureAt("slice 1", () -> shop.run(IN_SLICES, DAY)))
                .containsExactly("slice 0", "slice 1");
        assertThat(kept(shop)).hasSize(1);
        assertThat(slicesOf(() -> shop.run(IN_SLICES, DAY))).isEmpty();
        assertThat(kept(shop)).isEmpty();
        assertThat(lake.read(IN_SLICES.table()).count())
                .isEqualTo(lake.read(SmallShop.features().view().table()).count());
    }

    private static List<String> slicesOf(Runnable work) {
        return slices(Interruptions.pointsOf(work));
    }

    /** Unlike a process that is killed, this one still records that it failed. */
    private static List<String> slicesUntilFailureAt(String point, Runnable work) {
        List<String> reached = new ArrayList<>();
        Consumer<String> failing = now -> {
            reached.add(now);
            if (now.equals(point)) {
                throw new IllegalStateException("the disk is full");
            }
        };
        assertThat(catchThrowable(() -> Interruptions.listening(failing, work))).hasMessage("the disk is full");
        return slices(reached);
    }

    private static List<String> slices(List<String> points) {
        return points.stream().filter(point -> point.startsWith("slice")).toList();
    }

    private static List<String> kept(SmallShop shop) {
        String[] names =
                Path.of(shop.lake().root(), Layer.STAGING.folder()).toFile().list();
        return names == null ? List.of() : List.of(names);
    }
}
