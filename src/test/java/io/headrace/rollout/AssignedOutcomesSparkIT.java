package io.headrace.rollout;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.experiment.DecisionEffect;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.MetricPlan;
import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.experiment.Peek;
import io.headrace.experiment.UpliftEvidence;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Assigned;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.ExperimentSpec.Outcome;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Margin;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A campaign of 600 people on two days, counted again in plain Java. */
@ExtendWith(LakeExtension.class)
class AssignedOutcomesSparkIT {
    private static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    private static final TableName DRAWS = new TableName("silver", "draws");
    private static final TableName SALES = new TableName("silver", "sales");
    private static final LocalDate START = LocalDate.of(2026, 3, 2);
    private static final int PEOPLE = 600;

    /**
     * Person i is drawn at 10 o'clock of 2 March if i is even, of 3 March if not; one of three is left alone. Who is drawn a second time a day
     * later, and who was drawn on 1 March, counts by the first row since the start. What is paid is null of one in fifty.
     */
    private static final String CAMPAIGN = """
            select cast(id as long) as person, if(id % 3 = 0, 'none', 'voucher') as arm,
              if(id % 2 = 0, timestamp'2026-03-02 09:00:00', timestamp'2026-03-03 09:00:00') as sent_at,
              if(id % 50 = 7, null, id % 11) as paid, id % 7 as before, cast(id % 10 as double) as score
            from range(600)
            union all select id, 'voucher', timestamp'2026-03-04 09:00:00', 99, 99, 99D from range(5)
            union all select id, 'none', timestamp'2026-03-01 09:00:00', 99, 99, 99D from range(10)
            union all select null, 'none', timestamp'2026-03-02 09:00:00', 99, 99, 99D
            union all select 9999, null, timestamp'2026-03-02 09:00:00', 99, 99, 99D
            """;

    /** Each sale was sent twice, the first time with another amount. Half an hour before the draw, an hour after it, and as the day after tomorrow begins: the last is too late for one day and for two. */
    private static final String BOUGHT = """
            select person, explode(array(sent_at - interval 30 minutes, sent_at + interval 1 hour,
              cast(if(person %% 2 = 0, '2026-03-03T23:00:00Z', '2026-03-04T23:00:00Z') as timestamp))) as at, 2.5D as amount
            from (%s) where person %% 4 = 0 and arm is not null and sent_at between '2026-03-02' and '2026-03-03 10:00:00'
            """.formatted(CAMPAIGN);

    @Test
    void outcomesAreThoseOfAPlainCount(Lake lake) {
        prepare(lake);
        Peek peek = found(lake, LocalDate.of(2026, 3, 4), shares()).peek();
        assertThat(peek.arms()).containsOnlyKeys("none", "voucher");
        assertThat(peek.exposure().inSeveralArms())
                .as("drawn a second time into another arm")
                .isEqualTo(2);
        for (String arm : List.of("none", "voucher")) {
            Peek.Arm counted = peek.arms().get(arm);
            assertThat(counted.entities()).isEqualTo(people(arm).count());
            assertThat(counted.due()).isEqualTo(people(arm).count());
            assertThat(counted.known())
                    .isEqualTo(people(arm).filter(i -> i % 50 != 7).count());
            ArmTotals paid = counted.metrics().get("primary");
            assertThat(paid.values().value())
                    .isEqualTo(people(arm)
                            .filter(i -> i % 50 != 7)
                            .map(i -> i % 11)
                            .sum());
            assertThat(paid.covariates().value())
                    .isEqualTo(
                            people(arm).filter(i -> i % 50 != 7).map(i -> i % 7).sum());
            assertThat(counted.metrics().get("bought").meanValue())
                    .as("after the draw, on its day")
                    .isCloseTo(
                            people(arm).filter(i -> i % 4 == 0).count() / (double) counted.entities(), within(1e-12));
            assertThat(counted.metrics().get("spent").values().value())
                    .as("one sale each within two days")
                    .isEqualTo(2.5 * people(arm).filter(i -> i % 4 == 0).count());
        }
    }

    @Test
    void whatIsNotDueYetIsNotCounted(Lake lake) {
        prepare(lake);
        Peek.Arm arm =
                found(lake, LocalDate.of(2026, 3, 3), shares()).peek().arms().get("voucher");
        long even = people("voucher").filter(i -> i % 2 == 0).count();
        assertThat(arm.entities()).isEqualTo(people("voucher").count());
        assertThat(arm.metrics().get("bought").entities())
                .as("one day is over for both days")
                .isEqualTo(arm.entities());
        assertThat(arm.metrics().get("spent").entities())
                .as("two days are over for the first")
                .isEqualTo(even);
        assertThat(found(lake, START, shares()).peek().arms().get("voucher").entities())
                .as("who is drawn later is not drawn yet")
                .isEqualTo(even);
    }

    @Test
    void theCurveIsByTheScoreOfTheDraw(Lake lake) {
        prepare(lake);
        UpliftEvidence found =
                found(lake, LocalDate.of(2026, 3, 4), shares()).uplift().orElseThrow();
        assertThat(found.points()).as("ten scores").hasSize(10);
        assertThat(found.points().get(0).from()).isEqualTo(9);
        long treated = people("voucher").filter(i -> i % 50 != 7 && i % 10 == 9).count();
        double sum = people("voucher")
                .filter(i -> i % 50 != 7 && i % 10 == 9)
                .map(i -> i % 11)
                .sum();
        assertThat(found.points().get(0).treated().entities()).isEqualTo(treated);
        assertThat(found.points().get(0).treated().values().value()).isEqualTo(sum);
    }

    @Test
    void anArmWithoutAShareIsRefused(Lake lake) {
        prepare(lake);
        Map<String, BigDecimal> others = Map.of("voucher", new BigDecimal("0.5"), "letter", new BigDecimal("0.5"));
        assertThatThrownBy(() -> found(lake, LocalDate.of(2026, 3, 4), others))
                .hasMessageContaining("silver.draws (version 0) has entities in arms without a share: \"none\" 200");
    }

    @Test
    void nobodyDrawnIsSaid(Lake lake) {
        prepare(lake);
        assertThatThrownBy(() -> found(lake, LocalDate.of(2026, 2, 4), shares()))
                .hasMessageContaining("nobody was drawn into an arm in silver.draws (version 0) from 2026-03-02 on");
    }

    private static IntStream people(String arm) {
        return IntStream.range(0, PEOPLE).filter(i -> arm.equals(i % 3 == 0 ? "none" : "voucher"));
    }

    private static Map<String, BigDecimal> shares() {
        return Map.of("voucher", new BigDecimal("0.667"), "none", new BigDecimal("0.333"));
    }

    private static void prepare(Lake lake) {
        if (!lake.has(DRAWS)) {
            lake.spark().sql(CAMPAIGN).write().format("delta").save(lake.path(DRAWS));
            Dataset<Row> bought = lake.spark().sql(BOUGHT);
            bought.withColumn("amount", lit(1.5))
                    .unionByName(bought)
                    .write()
                    .format("delta")
                    .save(lake.path(SALES));
        }
    }

    private static ArmOutcomes.Found found(Lake lake, LocalDate date, Map<String, BigDecimal> shares) {
        ExperimentSpec spec = new ExperimentSpec(
                new JobHeader("experiment-vouchers", "test", Schedule.DAILY, "digest"),
                "",
                DRAWS,
                Optional.of(new Assigned("person", "sent_at", "arm", "true", shares, Optional.of("score"))),
                DecisionEffect.Design.RANDOMISED,
                "none",
                "voucher",
                START,
                ExperimentPlan.Rules.STANDARD,
                List.of(
                        measure("primary", Role.PRIMARY, Optional.empty(), Optional.of(new Outcome("paid", 0))),
                        measure("bought", Role.SECONDARY, Optional.of(sales(Optional.empty(), 1)), Optional.empty()),
                        measure(
                                "spent",
                                Role.SECONDARY,
                                Optional.of(sales(Optional.of("amount"), 2)),
                                Optional.empty())),
                ExperimentSpec.Limits.NONE,
                ExperimentSpec.Automation.STANDARD);
        Intent intent = new Intent(
                "experiment-vouchers/" + date + "/1",
                "",
                Map.of(DRAWS.toString(), lake.version(DRAWS), SALES.toString(), lake.version(SALES)),
                List.of(),
                Map.of(),
                0);
        RunContext context = new RunContext(date, ZONE, Clock.systemUTC(), "test", "landing", "test");
        return new AssignedOutcomes(spec, lake, context, intent).found();
    }

    private static Measure measure(String name, Role role, Optional<LabelSpec.Event> event, Optional<Outcome> outcome) {
        return new Measure(
                new MetricPlan(name, role, Figure.ADJUSTED_MEAN, Margin.none(Margin.Direction.HIGHER_IS_BETTER)),
                event,
                Optional.empty(),
                outcome,
                Optional.empty(),
                Optional.of("before"),
                Optional.empty());
    }

    private static LabelSpec.Event sales(Optional<String> total, int days) {
        return new LabelSpec.Event(
                SALES,
                "at",
                "true",
                LabelSpec.Event.Positive.EVENT,
                total,
                days,
                0,
                Optional.of(new FeatureView.Latest(List.of("person", "at"), List.of("amount"))));
    }
}
