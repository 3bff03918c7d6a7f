package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Json;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StoredStateTest {
    private static final Policy POLICY = Days.with(
            new RetrainRules(
                    OptionalInt.of(20), OptionalDouble.of(0.6), Set.of(Basis.REALISED), OptionalLong.of(500), 4),
            new RollbackRules(Set.of(Basis.REALISED), 30, 6));

    /** Written down and read again each day, a state leads to what it leads to in memory. */
    @Test
    void whatFollowsFromAStoredStateIsWhatFollowsFromTheState() {
        for (int seed = 0; seed < 40; seed++) {
            PolicyState kept = PolicyState.start();
            PolicyState stored = PolicyState.start();
            for (ObservedDay day : Histories.random(new SplittableRandom(seed), 60)) {
                Step expected = kept.next(POLICY, day);
                Step found = stored.next(POLICY, day);
                assertThat(found).isEqualTo(expected);
                String text = Json.write(found.state().stored());
                kept = expected.state();
                stored = PolicyState.of(Json.read(text, StoredState.class));
                assertThat(stored).isEqualTo(kept);
                assertThat(Json.write(stored.stored())).isEqualTo(text);
            }
        }
    }

    /** Of a thousand columns that have drifted once, nothing is kept when their windows and their cool-down are over. */
    @Test
    void whatRestsNoMoreIsForgotten() {
        PolicyState state = PolicyState.start();
        for (int day = 0; day < 30; day++) {
            Days.Builder builder = Days.day(day);
            for (int column = 0; column < 1000; column++) {
                if (day < 2) {
                    builder.drifted("c" + column);
                } else {
                    builder.quiet("c" + column);
                }
            }
            state = state.next(Days.POLICY, builder.build()).state();
        }
        assertThat(state.stored().windows()).isEqualTo(List.of());
        assertThat(state.stored().alerted()).isEqualTo(List.of());
        assertThat(Json.write(state.stored())).hasSizeLessThan(400);
    }
}
