package io.headrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "manual__2026-01-31.try_2", "0f8fad5b-d9cb-469f-a165-70867728950e"})
    void isTextThatCanNameAFile(String id) {
        assertThat(new Invocation(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "-x", "a/b", "a\\b", "a b", "a:b", "ä", "a\n"})
    void isNothingElse(String id) {
        assertThatThrownBy(() -> new Invocation(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("invocation: expected up to 200 letters");
    }
}
