package io.headrace.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void suggestsTheNameWithTheFewestSlips() {
        assertThat(NearestName.of("schedul", List.of("owner", "schedule", "seed")))
                .contains("schedule");
        assertThat(NearestName.of("onwer", List.of("owner", "schedule"))).contains("owner");
    }

    @Test
    void staysSilentWhenNothingIsNear() {
        assertThat(NearestName.of("colour", List.of("owner", "schedule"))).isEmpty();
        assertThat(NearestName.of("kind", List.of())).isEmpty();
        assertThat(NearestName.hint("colour", List.of("owner"))).isEmpty();
    }

    @Test
    void takesTheFirstByNameAmongEquals() {
        assertThat(NearestName.of("cat", List.of("car", "bat"))).contains("bat");
    }

    @Test
    void asksAQuestion() {
        assertThat(NearestName.hint("Lapze", List.of("lapse"))).isEqualTo(", did you mean \"lapse\"?");
    }

    @Property(seed = "42")
    void distanceIsZeroForEqualsAndSymmetric(
            @ForAll @AlphaChars @StringLength(max = 8) String left,
            @ForAll @AlphaChars @StringLength(max = 8) String right) {
        assertThat(NearestName.distance(left, left)).isZero();
        assertThat(NearestName.distance(left, right)).isEqualTo(NearestName.distance(right, left));
        assertThat(NearestName.distance(left, right))
                .isBetween(Math.abs(left.length() - right.length()), Math.max(left.length(), right.length()));
    }
}
