package io.headrace.score;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.experiment.ArmAssignment;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobRunner;
import io.headrace.quality.ChampionColumns;
import io.headrace.quality.DecidingArms;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.Outcome;
import io.headrace.spec.Arms;
import io.headrace.spec.Arms.Rival;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.Schedule;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.table.Lake;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Entities drawn into arms: each is decided by its own arm's version, and one step leads back to the champion. */
@ExtendWith(LakeExtension.class)
class ArmsSparkIT {
    private static final TableName SCORES = new TableName("scores", "lapse");
    private static final String AS_OF = "2026-01-21 00:00:00";
    private static final Arms ARMS = new Arms(
            "spring",
            new BigDecimal("0.2"),
            List.of(
                    new Rival("challenger", new BigDecimal("0.4"), new BigDecimal("0.5"), "challenger"),
                    new Rival("candidate", BigDecimal.ZERO, BigDecimal.ZERO, "1"),
                    new Rival("newcomer", new BigDecimal("0.1"), new BigDecimal("0.1"), "newcomer")));

    private static final Arms UNNAMED = new Arms(
            "spring",
            BigDecimal.ZERO,
            List.of(new Rival("challenger", new BigDecimal("0.4"), new BigDecimal("0.5"), "challenger")));
    private static final ScoreSpec JOB = SmallShop.score(0.3).with(ARMS);
    private static final Recipe STRICT =
            Recipe.of(Learner.of("logistic-regression", Map.of("max-iter", 20.0, "reg-param", 0.3)), 42);

    private SmallShop shop;
    private Map<String, Row> byFirst;
    private Map<String, Row> bySecond;

    /** Version 1 scores a table of its own, then version 2 does and stays champion. */
    @BeforeEach
    void trainTwice(Lake lake) {
        shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), into("first"));
        shop.run(SmallShop.train().with(STRICT), DAY, JobRunner.Again.FORCE);
        shop.run(into("second"), DAY);
        byFirst = rows(new TableName("scores", "first"));
        bySecond = rows(new TableName("scores", "second"));
    }

    @Test
    void eachArmDecidesAboutItsOwnAndOneStepLeadsBackToTheChampion() {
        withoutVersionsAllAreTheChampions();
        shop.registry().alias("lapse", "challenger", 1, "crm", "to compare");
        Outcome outcome = shop.run(JOB, DAY, JobRunner.Again.FORCE);
        eachArmDecidesAboutItsOwn(outcome);
        allComesOutAgain();
        oneStepLeadsBackAndAnotherForwardAgain();
        aVersionThatBecomesChampionIsNoRivalAnyMore();
    }

    /** Of the version that decides, and of the champion after going back. */
    private void allComesOutAgain() {
        Publication seen = shop.publications().visible(SCORES).lastEntry().getValue();
        Intent intent = shop.ledger().claims("score-lapse").stream()
                .filter(claim -> claim.run().toString().equals(seen.runId()))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .intent();
        assertThat(new ScoreReproduction(
                                JOB,
                                shop.lake(),
                                shop.ledger(),
                                shop.registry(),
                                shop.publications(),
                                new Tiles(0, false))
                        .of(seen, intent, shop.context(DAY)))
                .isEqualTo(new ScoreReproduction.Found(byFirst.size(), 0, 0, Map.of()));
    }

    private void withoutVersionsAllAreTheChampions() {
        shop.run(SmallShop.score(0.3).with(UNNAMED), DAY);
        assertThat(shop.publications().history(SCORES))
                .extracting(Publication::event)
                .containsExactly("published");
        rows(SCORES).forEach((entity, row) -> {
            assertThat(row.<String>getAs("arm")).isEqualTo("champion");
            assertThat(answer(row, "score")).isEqualTo(answer(bySecond.get(entity), "score"));
        });
    }

    private void eachArmDecidesAboutItsOwn(Outcome outcome) {
        Map<String, Row> published = rows(SCORES);
        assertThat(published.keySet()).isEqualTo(bySecond.keySet());
        ArmAssignment assignment = ArmOfEntity.assignment("score-lapse", ARMS);
        published.forEach((entity, row) -> {
            String drawn = assignment.armOf(entity).orElseThrow();
            boolean isChallenged = drawn.equals("challenger");
            Row oracle = (isChallenged ? byFirst : bySecond).get(entity);
            assertThat(row.<String>getAs("assigned_arm")).isEqualTo(drawn);
            assertThat(row.<String>getAs("arm")).isEqualTo(drawn.equals("newcomer") ? "champion" : drawn);
            assertThat(row.<Integer>getAs("model_version")).isEqualTo(isChallenged ? 1 : 2);
            assertThat(answer(row, "score")).isEqualTo(answer(oracle, "score"));
            assertThat(answer(row, "reasons")).isEqualTo(answer(oracle, "reasons"));
            assertThat(answer(row, "rank_pct")).isEqualTo(answer(oracle, "rank_pct"));
            assertThat(answer(row, "decision"))
                    .isEqualTo(drawn.equals("holdout") ? "false" : answer(oracle, "decision"));
            List<Row> arms = row.getList(row.fieldIndex("arms"));
            assertThat(arms).extracting(arm -> arm.getAs("arm")).containsExactly("champion", "challenger", "candidate");
            for (int i = 0; i < arms.size(); i++) {
                Row version = (i == 0 ? bySecond : byFirst).get(entity);
                for (String column : List.of("model_version", "score", "probability", "rank_pct", "decision")) {
                    assertThat(answer(arms.get(i), column)).as(column).isEqualTo(answer(version, column));
                }
            }
        });
        ChampionColumns.of(shop.lake().read(SCORES)).collectAsList().forEach(row -> {
            Row oracle = bySecond.get(row.getAs("customer_id").toString());
            for (String column : List.of("score", "probability", "decision", "rank_pct", "model_version")) {
                assertThat(answer(row, column)).as(column).isEqualTo(answer(oracle, column));
            }
        });
        assertThat(outcome.message())
                .contains("; decided by challenger ", "; arm newcomer left to the champion, as no version is newcomer");
        assertThat(outcome.counts()).containsKeys("arm_champion", "arm_challenger", "arm_holdout");
        eachArmIsCountedByItsOwnAnswers(outcome, published);
    }

    /** Beside a plain count of the published rows. */
    private void eachArmIsCountedByItsOwnAnswers(Outcome outcome, Map<String, Row> published) {
        String run = outcome.runId();
        Map<String, ScoreCounts.Counter> oracle = new TreeMap<>();
        published
                .values()
                .forEach(row -> oracle.computeIfAbsent(row.getAs("arm"), arm -> new ScoreCounts.Counter())
                        .add(
                                row.<Double>getAs("probability"),
                                row.<Boolean>getAs("decision") ? Side.POSITIVE : Side.NEGATIVE));
        List<StatisticsTable.Kept> byArm =
                StatisticsTable.of(shop.lake(), "lapse", Set.of(run), Set.of(Of.ARM_DECISIONS));
        assertThat(byArm).hasSameSizeAs(oracle.keySet());
        byArm.forEach(kept -> {
            String arm = DecidingArms.armOf(kept.statistic());
            assertThat(ScoreCounts.fromBytes(kept.statistic().counts()))
                    .isEqualTo(oracle.get(arm).counts());
            assertThat(outcome.counts())
                    .containsEntry("arm_" + arm, Long.toString(kept.statistic().rows()));
            assertThat(kept.counted().version()).isEqualTo(arm.equals("challenger") ? 1 : 2);
            assertThat(kept.counted().asOf()).contains(AS_OF);
        });
        assertThat(StatisticsTable.of(shop.lake(), "lapse", Set.of(run)))
                .as("whoever does not ask for arms sees none")
                .isNotEmpty()
                .noneMatch(kept -> kept.statistic().of().isByArm());
    }

    private void oneStepLeadsBackAndAnotherForwardAgain() {
        Map<String, Row> before = rows(SCORES);
        Publications publications = shop.publications();
        assertThat(publications.history(SCORES))
                .extracting(Publication::event)
                .containsExactly("published", "fallback", "published");
        assertThat(publications.fallenBack(SCORES)).isEmpty();
        publications.rollBack(SCORES, AS_OF, "crm", "harm");
        assertThat(publications.fallenBack(SCORES)).containsExactly(AS_OF);
        allComesOutAgain();
        Map<String, Row> back = rows(SCORES);
        assertThat(back.keySet()).isEqualTo(bySecond.keySet());
        back.forEach((entity, row) -> {
            boolean isHeldOut = row.getAs("arm").equals("holdout");
            Row oracle = bySecond.get(entity);
            assertThat(row.<Integer>getAs("model_version")).isEqualTo(2);
            assertThat(row.<String>getAs("arm")).isEqualTo(isHeldOut ? "holdout" : "champion");
            assertThat(row.<String>getAs("assigned_arm"))
                    .isEqualTo(before.get(entity).getAs("assigned_arm"));
            assertThat(answer(row, "reasons")).isEqualTo(answer(oracle, "reasons"));
            assertThat(answer(row, "decision")).isEqualTo(isHeldOut ? "false" : answer(oracle, "decision"));
        });
        publications.rollBack(SCORES, AS_OF, "crm", "no harm");
        assertThat(rows(SCORES)).isEqualTo(before);
        assertThat(publications.fallenBack(SCORES)).isEmpty();
        shop.run(JOB, DAY);
        assertThat(publications.history(SCORES)).hasSize(5);
    }

    private void aVersionThatBecomesChampionIsNoRivalAnyMore() {
        Registry registry = shop.registry();
        assertThat(registry.state("lapse").aliasesOf(1)).containsExactly("challenger");
        registry.promote("lapse", 1, "crm", "better");
        assertThat(registry.state("lapse").aliasesOf(1)).containsExactly("champion");
        assertThat(registry.state("lapse").named("challenger")).isEmpty();
    }

    private static ScoreSpec into(String table) {
        ScoreSpec job = SmallShop.score(0.3);
        return new ScoreSpec(
                new JobHeader("score-" + table, "test", Schedule.DAILY, "digest"),
                job.model(),
                job.view(),
                job.where(),
                job.reasons(),
                job.threshold(),
                new TableName("scores", table),
                job.keepDays(),
                job.audit(),
                job.work(),
                Arms.NONE);
    }

    private Map<String, Row> rows(TableName table) {
        Map<String, Row> rows = new TreeMap<>();
        shop.lake()
                .read(table)
                .collectAsList()
                .forEach(row -> rows.put(row.getAs("customer_id").toString(), row));
        return rows;
    }

    private static String answer(Row row, String column) {
        return String.valueOf(row.<Object>getAs(column));
    }
}
