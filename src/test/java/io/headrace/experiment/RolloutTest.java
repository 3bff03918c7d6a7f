package io.headrace.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.experiment.Rollout.Action;
import io.headrace.experiment.Rollout.Kind;
import io.headrace.experiment.Rollout.Move;
import io.headrace.experiment.Rollout.Step;
import io.headrace.experiment.Verdict.State;
import io.headrace.stats.trial.Exposure;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.trial.Margin.Direction;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {
    private static final LocalDate START = LocalDate.of(2026, 3, 1);
    private static final Step STEP = new Step(3, 500);
    private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");
    private static final List<BigDecimal> STAGES = Stream.of("0", "0.01", "0.05", "0.1", "0.25", "0.5")
            .map(BigDecimal::new)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "0.05, ROLL_BACK, ROLL_BACK, 0",
        "0.01, SHIP, SHIP, 1",
        "0.5, SHIP, SHIP, 1",
        "0.01, RUNNING, GROW, 0.05",
        "0.02, RUNNING, GROW, 0.05",
        "0.25, RUNNING, GROW, 0.5",
        "0.5, RUNNING, STAY,",
        "0.1, INCONCLUSIVE, STAY,",
        "0.1, UNHEALTHY, STAY,",
        "0.1, NO_DATA, STAY,"
    })
    void movesByVerdict(BigDecimal share, State state, Kind kind, BigDecimal next) {
        Move move = next("a", share, state, 2, 500, List.of());

        assertThat(move.kind()).isEqualTo(kind);
        assertThat(move.share()).isEqualTo(Optional.ofNullable(next));
    }

    @Test
    void aStepLastsItsDaysAndEntities() {
        assertThat(next("a", ONE_PERCENT, State.RUNNING, 1, 500, List.of()).kind())
                .isEqualTo(Kind.STAY);
        assertThat(next("a", ONE_PERCENT, State.RUNNING, 2, 499, List.of()).kind())
                .isEqualTo(Kind.STAY);
        assertThatThrownBy(() -> new Step(0, 1)).hasMessageContaining("days must be 1 or more");
    }

    @Test
    void anotherExperimentWaitsForTheCoolDown() {
        List<Action> history = List.of(new Action(START, "b", Kind.ROLL_BACK));
        Move early = next("a", ONE_PERCENT, State.SHIP, 6, 500, history);

        assertThat(early.kind()).isEqualTo(Kind.STAY);
        assertThat(early.isLocked()).isTrue();
        assertThat(early.reason())
                .isEqualTo("verdict ship would lead from a share of 0.01 to 1, but experiment b was rolled back on"
                        + " 2026-03-01 and the model is locked until 2026-03-08; a person can act");
        assertThat(next("a", ONE_PERCENT, State.SHIP, 7, 500, history).kind()).isEqualTo(Kind.SHIP);
    }

    @Test
    void whatWasRolledBackNeverComesBackByItself() {
        List<Action> history = List.of(new Action(START, "a", Kind.ROLL_BACK), new Action(START, "b", Kind.SHIP));

        assertThat(next("a", ONE_PERCENT, State.SHIP, 300, 500, history).reason())
                .contains("experiment a was rolled back on 2026-03-01");
    }

    /** Whatever the verdicts, no automatic action follows a roll-back within the cool-down, nor ever of the same experiment. */
    @Property(seed = "61", tries = 300)
    void neverBackAndForth(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Action> history = new ArrayList<>();
        Set<String> back = new HashSet<>();
        LocalDate free = START;
        for (int day = 0; day < 60; day++) {
            String name = random.nextBoolean() ? "a" : "b";
            State state = State.values()[random.nextInt(State.values().length)];
            BigDecimal share = STAGES.get(1 + random.nextInt(STAGES.size() - 1));
            LocalDate date = START.plusDays(day);
            Kind kind = next(name, share, state, day, 600, history).kind();
            if (kind != Kind.STAY) {
                assertThat(back).doesNotContain(name);
                assertThat(date).isAfterOrEqualTo(free);
                history.add(new Action(date, name, kind));
            }
            if (kind == Kind.ROLL_BACK) {
                back.add(name);
                free = date.plusDays(7);
            }
        }
    }

    private static Move next(String name, BigDecimal share, State state, int day, long known, List<Action> history) {
        ExperimentPlan plan = new ExperimentPlan(
                name,
                "champion",
                "challenger",
                Map.of("champion", BigDecimal.ONE.subtract(share), "challenger", share),
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
        return Rollout.next(plan, STAGES, verdict, peek, STEP, history);
    }
}
