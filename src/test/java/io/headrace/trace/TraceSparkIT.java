package io.headrace.trace;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.delta.tables.DeltaTable;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobRunner;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunId;
import io.headrace.score.ScoreReproduction;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.trace.FileTrace.TakenIn;
import io.headrace.trace.FileTrace.Touched;
import io.headrace.trace.ScoreTrace.FilePart;
import io.headrace.trace.ScoreTrace.LabelledRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Customer 4 buys on every even day: nine times in the file of the history, once in that of the last day. */
@ExtendWith(LakeExtension.class)
class TraceSparkIT {
    private static final ScoreSpec SCORE = SmallShop.score(0.2);
    private static final ExportSpec EXPORT =
            SmallShop.export(ExportSpec.Mode.CHANGES, new ExportSpec.Target.Files("lapse", ExportSpec.Format.PARQUET));
    private static final String HISTORY = "2026-01-19-history.csv";
    private static final String TODAY = "2026-01-20.csv";
    private static final Instant AS_OF = Instant.parse("2026-01-21T00:00:00Z");

    @Test
    void fromAScoreToItsFilesAndBack(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SCORE, EXPORT);
        ScoreTrace before = tracer(shop).of("4", Optional.empty());
        assertThat(before.score().asOf()).isEqualTo("2026-01-21 00:00:00");
        assertThat(before.score().run()).isEqualTo("score-lapse/2026-01-20/1");
        assertThat(before.score().values()).containsEntry("model_version", "1");
        assertThat(before.model().run()).isEqualTo("train-lapse/2026-01-20/1");
        assertThat(before.model().ofEntity())
                .extracting(LabelledRow::asOf, LabelledRow::split)
                .containsExactly(
                        tuple("2026-01-09 00:00:00", "train"),
                        tuple("2026-01-12 00:00:00", "train"),
                        tuple("2026-01-15 00:00:00", "train"),
                        tuple("2026-01-18 00:00:00", "test"));
        assertThat(before.features().run()).isEqualTo("features-activity/2026-01-20/1");
        assertThat(before.features().values()).containsEntry("orders", "10").containsEntry("days_since_purchase", "1");
        assertThat(before.sources())
                .singleElement()
                .satisfies(source -> assertThat(source.rows()).isEqualTo(10));
        assertThat(before.sources().get(0).files())
                .extracting(FilePart::path, FilePart::rows, FilePart::run)
                .containsExactly(
                        tuple(HISTORY, 9L, "ingest-sales/2026-01-20/1"), tuple(TODAY, 1L, "ingest-sales/2026-01-20/1"));
        assertThat(before.sources().get(0).files())
                .allMatch(part -> part.digest().matches("[0-9a-f]{64}"));

        shop.deliverCorrections().runAll(DAY.plusDays(1), SmallShop.ingest());
        assertThat(tracer(shop).of("4", Optional.of(AS_OF)))
                .as("a file that was replaced since is not what the score was made of")
                .isEqualTo(before);
        assertFails("HEAD-TRACE-001", () -> tracer(shop).of("4", Optional.of(AS_OF.plusSeconds(1))));
        assertFails("HEAD-TRACE-002", () -> tracer(shop).of("4444", Optional.empty()));
        assertFails("HEAD-TRACE-002", () -> tracer(shop).of("none", Optional.empty()));
        back(shop);
        whatWasTouchedIsWithdrawn(shop.copy("recalled"));
        scoresComeOutAgain(shop);
    }

    private static void whatWasTouchedIsWithdrawn(SmallShop shop) {
        Recall recall = new Recall(project(shop), shop.lake(), shop.ledger(), shop.publications());
        assertThat(recall.byVersion("lapse", 2)).isEmpty();
        assertThat(recall.byDefinition("activity", "none")).isEmpty();
        List<Recall.Touched> touched = recall.byVersion("lapse", 1);
        long rows = shop.lake().read(SCORE.table()).count();
        assertThat(touched)
                .containsExactly(new Recall.Touched(
                        SCORE.table(),
                        "2026-01-21 00:00:00",
                        RunId.parse("score-lapse/2026-01-20/1"),
                        rows,
                        rows,
                        List.of("export-lapse")));
        String digest = SCORE.view().digest();
        assertThat(recall.byDefinition("activity", digest.substring(0, 8))).isEqualTo(touched);
        assertThat(recall.byFile(new FileTracer(project(shop), shop.lake(), ZoneOffset.UTC).of(HISTORY)))
                .isEqualTo(touched);
        touched.forEach(each -> shop.publications().withdraw(each.table(), each.asOf(), "ann", "wrong label"));
        assertThat(shop.publications().visible(SCORE.table())).isEmpty();
        assertThat(recall.byVersion("lapse", 1)).as("once more finds nothing").isEmpty();
        assertThat(shop.run(EXPORT, DAY, JobRunner.Again.FORCE).counts())
                .as("others are told")
                .containsEntry("withdrawn", Long.toString(rows));
    }

    private static void scoresComeOutAgain(SmallShop shop) {
        long rows = shop.lake().read(SCORE.table()).count();
        assertThat(again(shop)).isEqualTo(new ScoreReproduction.Found(rows, 0, 0, Map.of()));
        DeltaTable table = DeltaTable.forPath(shop.lake().path(SCORE.table()));
        table.updateExpr("customer_id < 3", Map.of("score", "0.5"));
        table.delete("customer_id = 4");
        assertThat(again(shop)).isEqualTo(new ScoreReproduction.Found(rows - 1, 0, 1, Map.of("score", 2L)));
    }

    private static ScoreReproduction.Found again(SmallShop shop) {
        return new ScoreReproduction(
                        SCORE, shop.lake(), shop.ledger(), shop.registry(), shop.publications(), new Tiles(0, false))
                .of(
                        shop.publications().visible(SCORE.table()).lastEntry().getValue(),
                        shop.ledger().claims(SCORE.name()).get(0).intent(),
                        shop.context(DAY));
    }

    private static void back(SmallShop shop) {
        Lake lake = shop.lake();
        FileTracer tracer = new FileTracer(project(shop), lake, ZoneOffset.UTC);
        FileTrace history = tracer.of(HISTORY);
        assertThat(history.takenIn()).extracting(TakenIn::table).containsExactly("silver.sales");
        assertThat(history.scores())
                .extracting(Touched::table, Touched::asOf, Touched::version, Touched::rows)
                .containsExactly(tuple(
                        "scores.lapse",
                        "2026-01-21 00:00:00",
                        1,
                        lake.read(SCORE.table()).count()));
        assertThat(history.versions())
                .extracting(Touched::model, Touched::version, Touched::rows)
                .containsExactly(tuple(
                        "lapse", 1, lake.read(SmallShop.train().trainingTable()).count()));
        FileTrace today = tracer.of(TODAY);
        long buyers = lake.read(SmallShop.silver())
                .where("_file = '" + TODAY + "'")
                .select("customer_id")
                .distinct()
                .count();
        assertThat(today.scores()).extracting(Touched::rows).containsExactly(buyers);
        assertThat(today.versions())
                .as("it came after all that was learnt from")
                .isEmpty();
        assertFails("HEAD-TRACE-004", () -> tracer.of("2026-01-22.csv"));
    }

    private static ScoreTracer tracer(SmallShop shop) {
        return new ScoreTracer(SCORE, shop.lake(), shop.ledger(), shop.registry(), shop.publications(), ZoneOffset.UTC);
    }

    private static Project project(SmallShop shop) {
        Map<String, JobSpec> jobs = new TreeMap<>();
        List.of(SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SCORE, EXPORT)
                .forEach(job -> jobs.put(job.name(), job));
        Project project = shop.project();
        return new Project(project.places(), new TreeMap<>(jobs), project.views(), List.of());
    }

    private static void assertFails(String code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
