package io.headrace.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.experiment.Rollout.Action;
import io.headrace.experiment.Rollout.Move;
import io.headrace.experiment.Rollout.Step;
import io.headrace.experiment.Verdict.State;
import io.headrace.stats.trial.Exposure;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.trial.Margin.Direction;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {
    private static final LocalDate START = LocalDate.of(2026, 3, 1);
    private static final Step STEP = new Step(3, 500);

    @ParameterizedTest
    @CsvSource({
        "CANARY_5, ROLL_BACK, ROLLED_BACK",
        "FULL, ROLL_BACK, ROLLED_BACK",
        "SHADOW, ROLL_BACK,",
        "ROLLED_BACK, ROLL_BACK,",
        "CANARY_1, SHIP, FULL",
        "FULL, SHIP,",
        "SHADOW, SHIP,",
        "CANARY_1, RUNNING, CANARY_5",
        "CANARY_25, RUNNING, CANARY_50",
        "CANARY_50, RUNNING,",
        "SHADOW, RUNNING,",
        "FULL, RUNNING,",
        "CANARY_10, INCONCLUSIVE,",
        "CANARY_10, UNHEALTHY,",
        "CANARY_10, NO_DATA,"
    })
    void movesByVerdict(Phase stage, State state, Phase next) {
        assertThat(next("a", stage, state, 2, 500, List.of()).next()).isEqualTo(Optional.ofNullable(next));
    }

    @Test
    void aStepLastsItsDaysAndEntities() {
        assertThat(next("a", Phase.CANARY_1, State.RUNNING, 1, 500, List.of()).next())
                .isEmpty();
        assertThat(next("a", Phase.CANARY_1, State.RUNNING, 2, 499, List.of()).next())
                .isEmpty();
        assertThatThrownBy(() -> new Step(0, 1)).hasMessageContaining("days must be 1 or more");
    }

    @Test
    void stagesHaveTheSharesOfTheirNames() {
        assertThat(List.of(Phase.values()))
                .extracting(stage ->
                        stage.share().movePointRight(2).stripTrailingZeros().toPlainString())
                .containsExactly("0", "1", "5", "10", "25", "50", "100", "0");
        assertThat(Phase.SHADOW.next()).contains(Phase.CANARY_1);
        assertThat(Phase.ROLLED_BACK.next()).isEmpty();
    }

    @Test
    void anotherExperimentWaitsForTheCoolDown() {
        List<Action> history = List.of(new Action(START, "b", Phase.CANARY_5, Phase.ROLLED_BACK));
        Move early = next("a", Phase.CANARY_1, State.SHIP, 6, 500, history);

        assertThat(early.next()).isEmpty();
        assertThat(early.reason())
                .isEqualTo(
                        "verdict ship would lead to full, but experiment b was rolled back on 2026-03-01 and the model is"
                                + " locked until 2026-03-08; a person can act");
        assertThat(next("a", Phase.CANARY_1, State.SHIP, 7, 500, history).next())
                .contains(Phase.FULL);
    }

    @Test
    void whatWasRolledBackNeverComesBackByItself() {
        List<Action> history = List.of(new Action(START, "a", Phase.CANARY_5, Phase.ROLLED_BACK));

        assertThat(next("a", Phase.CANARY_1, State.SHIP, 300, 500, history).reason())
                .contains("experiment a was rolled back on 2026-03-01");
    }

    @Test
    void whatAPersonTakesUpAgainIsWatchedAgainAfterTheCoolDown() {
        List<Action> history = List.of(
                new Action(START, "a", Phase.CANARY_5, Phase.ROLLED_BACK),
                new Action(START.plusDays(2), "a", Phase.ROLLED_BACK, Phase.CANARY_1));

        assertThat(next("a", Phase.CANARY_1, State.ROLL_BACK, 6, 500, history).next())
                .isEmpty();
        assertThat(next("a", Phase.CANARY_1, State.ROLL_BACK, 7, 500, history).next())
                .contains(Phase.ROLLED_BACK);
    }

    /** Whatever the verdicts, no automatic action follows a roll-back within the cool-down, nor ever of the same experiment. */
    @Property(seed = "61", tries = 300)
    void neverBackAndForth(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Action> history = new ArrayList<>();
        Map<String, Phase> stages = new HashMap<>();
        for (int day = 0; day < 60; day++) {
            String name = random.nextBoolean() ? "a" : "b";
            Phase stage = stages.getOrDefault(name, Phase.CANARY_1);
            State state = State.values()[random.nextInt(State.values().length)];
            LocalDate date = START.plusDays(day);
            Optional<Phase> next = next(name, stage, state, day, 600, history).next();
            if (next.isPresent()) {
                for (Action before : history) {
                    if (before.to() == Phase.ROLLED_BACK) {
                        assertThat(before.experiment()).isNotEqualTo(name);
                        assertThat(date).isAfterOrEqualTo(before.day().plusDays(7));
                    }
                }
                history.add(new Action(date, name, stage, next.get()));
                stages.put(name, next.get());
            }
        }
    }

    private static Move next(String name, Phase stage, State state, int day, long known, List<Action> history) {
        ExperimentPlan plan = new ExperimentPlan(
                name,
                "champion",
                "challenger",
                Map.of("champion", new BigDecimal("0.5"), "challenger", new BigDecimal("0.5")),
                START,
                ExperimentPlan.Rules.STANDARD,
                List.of(new MetricPlan("stays", Role.PRIMARY, Figure.SHARE, Margin.none(Direction.HIGHER_IS_BETTER))));
        Verdict verdict = new Verdict(
                1,
                START.plusDays(day),
                state,
                OptionalInt.empty(),
                List.of(),
                List.of(),
                new Verdict.Health(1, 1, 1, List.of()));
        Peek peek = new Peek(
                START.plusDays(day),
                Map.of("challenger", new Peek.Arm(known, known, known, Map.of())),
                new Exposure(known, 0));
        return Rollout.next(plan, stage, verdict, peek, STEP, history);
    }
}
