package io.headrace.table;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.job.JobRunner.Again;
import io.headrace.run.Faults;
import io.headrace.run.HeadraceException;
import io.headrace.spec.TableName;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two publications of one as-of and one of the day after, undone and redone. */
@ExtendWith(LakeExtension.class)
class PublicationsSparkIT {
    private static final TableName SCORES = SmallShop.score(0.2).table();
    private static final String AS_OF = "2026-01-21 00:00:00";
    private static final String NEXT_AS_OF = "2026-01-22 00:00:00";

    @Test
    void goesBackAndForthBetweenPublicationsWithoutTouchingData(Lake lake) throws IOException {
        SmallShop shop = scoredOnTwoDays(lake);
        Publications publications = shop.publications();
        long start = lake.version(SCORES);
        List<Publications.Publication> published = published(publications);
        List<String> first = rows(lake.read(SCORES, published.get(0).version()), AS_OF);
        List<String> second = rows(lake.read(SCORES), AS_OF);
        List<String> later = rows(lake.read(SCORES), NEXT_AS_OF);
        long files = dataFiles(lake);
        assertThat(first).isNotEqualTo(second).hasSameSizeAs(second);

        for (int step = 1; step <= 4; step++) {
            publications.rollBack(SCORES, AS_OF, "ann", "step " + step);
            assertThat(rows(lake.read(SCORES), AS_OF)).as("step " + step).isEqualTo(step % 2 == 1 ? first : second);
            assertThat(rows(lake.read(SCORES), NEXT_AS_OF)).isEqualTo(later);
            assertThat(lake.version(SCORES)).isEqualTo(start + step);
        }
        assertThat(dataFiles(lake)).isEqualTo(files);
        assertThat(rows(lake.read(SCORES, start), AS_OF)).isEqualTo(second);
        assertThat(rows(lake.read(SCORES, start + 1), AS_OF)).isEqualTo(first);
    }

    @Test
    @Tag("full")
    void withdrawsOneAsOfAndBringsItBack(Lake lake) throws IOException {
        SmallShop shop = scoredOnTwoDays(lake);
        Publications publications = shop.publications();
        long start = lake.version(SCORES);
        List<String> visible = rows(lake.read(SCORES), AS_OF);
        List<String> later = rows(lake.read(SCORES), NEXT_AS_OF);
        long files = dataFiles(lake);

        publications.withdraw(SCORES, AS_OF, "ann", "wrong prices");
        assertThat(rows(lake.read(SCORES), AS_OF)).isEmpty();
        assertThat(rows(lake.read(SCORES), NEXT_AS_OF)).isEqualTo(later);
        assertThat(lake.version(SCORES)).isEqualTo(start + 1);
        assertThat(rows(lake.read(SCORES, start), AS_OF)).isEqualTo(visible);
        assertThatThrownBy(() -> publications.withdraw(SCORES, AS_OF, "ann", "again"))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo("HEAD-PUBLISH-001"));

        publications.rollBack(SCORES, AS_OF, "ann", "prices were right");
        assertThat(rows(lake.read(SCORES), AS_OF)).isEqualTo(visible);
        assertThat(dataFiles(lake)).isEqualTo(files);
    }

    @Test
    @Tag("full")
    void anotherRunAfterARollbackTakesThePlaceOfWhatIsVisible(Lake lake) {
        SmallShop shop = scoredOnTwoDays(lake);
        shop.publications().rollBack(SCORES, AS_OF, "ann", "test");
        shop.run(SmallShop.score(0.8), DAY, Again.FORCE);
        assertThat(rows(lake.read(SCORES).where("decision"), AS_OF))
                .hasSizeGreaterThan(rows(lake.read(SCORES), AS_OF).size() / 2);
        assertThat(published(shop.publications()))
                .extracting(Publications.Publication::seq)
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    @Tag("full")
    void ofTwoWhoUndoAtOnceOneIsTold(Lake lake) {
        Publications publications = scoredOnTwoDays(lake).publications();
        AtomicBoolean come = new AtomicBoolean();
        Faults.Interruption meanwhile = Faults.listen(point -> {
            if (point.equals("undoing") && come.compareAndSet(false, true)) {
                publications.withdraw(SCORES, AS_OF, "ann", "was first");
            }
        });
        try {
            assertThatThrownBy(() -> publications.rollBack(SCORES, AS_OF, "bob", "late"))
                    .isInstanceOfSatisfying(
                            HeadraceException.class,
                            failure -> assertThat(failure.code()).isEqualTo("HEAD-PUBLISH-002"));
        } finally {
            meanwhile.close();
        }
        assertThat(rows(lake.read(SCORES), AS_OF)).isEmpty();
        assertThat(publications.current(SCORES, AS_OF).orElseThrow().event()).isEqualTo("withdrawn");
    }

    @Test
    @Tag("full")
    void anUndoingKilledBeforeItsLedgerRowIsRecordedByTheNext(Lake lake) {
        Publications publications = scoredOnTwoDays(lake).publications();
        List<String> first =
                rows(lake.read(SCORES, published(publications).get(0).version()), AS_OF);
        Interruptions.killedAt("undone", () -> publications.rollBack(SCORES, AS_OF, "ann", "killed"));
        assertThat(rows(lake.read(SCORES), AS_OF)).isEqualTo(first);
        assertThat(events(publications)).containsExactly("1 published", "2 published");

        publications.withdraw(SCORES, AS_OF, "bob", "all wrong");
        assertThat(events(publications)).containsExactly("1 published", "2 published", "3 rolled-back", "4 withdrawn");
        Publications.Publication killed = publications.history(SCORES).stream()
                .filter(p -> p.seq() == 3)
                .findFirst()
                .orElseThrow();
        assertThat(killed.actor() + ", " + killed.reason()).isEqualTo("ann, killed");
        assertThat(rows(lake.read(SCORES, killed.version()), AS_OF)).isEqualTo(first);
    }

    @Test
    @Tag("full")
    void whatWasWithdrawnStaysSoWhenTheRunThatPublishedItIsFinished(Lake lake) {
        SmallShop shop = scoredOnTwoDays(lake);
        Publications publications = shop.publications();
        Interruptions.killedAt(
                "between scores.lapse and headrace.publications",
                () -> shop.as(SmallShop.DEAD).run(SmallShop.score(0.5), DAY, Again.FORCE));
        publications.withdraw(SCORES, AS_OF, "bob", "seen too early");
        assertThat(shop.run(SmallShop.score(0.5), DAY).status()).isEqualTo("done");
        assertThat(rows(lake.read(SCORES), AS_OF)).isEmpty();
        assertThat(events(publications)).containsExactly("1 published", "2 published", "3 published", "4 withdrawn");
    }

    private static List<String> events(Publications publications) {
        return publications.history(SCORES).stream()
                .filter(p -> p.asOf().equals(AS_OF))
                .map(p -> p.seq() + " " + p.event())
                .toList();
    }

    @Test
    void hasNothingToUndoWhereNothingWasPublished(Lake lake) {
        SmallShop shop = SmallShop.of(lake);
        assertThatThrownBy(() -> shop.publications().rollBack(SCORES, AS_OF, "ann", "test"))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo("HEAD-PUBLISH-001"));
    }

    @Test
    void sessionsWriteLogsOfLocalTablesByHardLinks(SparkSession spark) {
        assertThat(spark.conf().get(HardLinkLogStore.PROPERTY)).isEqualTo(HardLinkLogStore.class.getName());
        assertThat(DeltaFiles.logStore(spark, "file:/tmp")).isEqualTo(HardLinkLogStore.class);
    }

    private static SmallShop scoredOnTwoDays(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.2));
        shop.run(SmallShop.score(0.5), DAY, Again.FORCE);
        return shop.runAll(DAY.plusDays(1), SmallShop.features(), SmallShop.score(0.5));
    }

    private static List<Publications.Publication> published(Publications publications) {
        return publications.history(SCORES).stream()
                .filter(publication -> publication.asOf().equals(AS_OF))
                .filter(publication -> publication.event().equals("published"))
                .toList();
    }

    private static List<String> rows(Dataset<Row> scores, String asOf) {
        return LakeContents.rows(scores.where("as_of = timestamp'" + asOf + "'"));
    }

    private static long dataFiles(Lake lake) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(lake.path(SCORES)))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .filter(file -> !file.toString().contains("_delta_log"))
                    .count();
        }
    }
}
