package io.headrace.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.hocon.ProjectReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
    private final Project project =
            ProjectReader.read(Path.of(""), "local", List.of(), Map.of()).projectOrThrow();

    @ParameterizedTest
    @CsvSource({
        "train-lapse, train-lapse",
        "+train-lapse, ingest-customers ingest-invoices train-lapse",
        "train-lapse+, train-lapse score-lapse experiment-lapse export-lapse fairness-lapse monitor-lapse value-lapse",
        "+features-customer-activity+, ingest-customers ingest-invoices features-customer-activity score-lapse experiment-lapse export-lapse fairness-lapse monitor-lapse value-lapse",
        "score-lapse ingest-campaigns, ingest-campaigns score-lapse",
        "train-lapse +train-lapse, ingest-customers ingest-invoices train-lapse",
    })
    void choosesInOrderOfNeed(String terms, String chosen) {
        assertThat(names(Selector.of(terms))).isEqualTo(chosen);
    }

    @Test
    void choosesAllWithoutATerm() {
        assertThat(Selector.of("").select(project)).isEqualTo(project.inOrder()).hasSize(12);
        assertThat(Selector.of(List.of()).select(project)).isEqualTo(project.inOrder());
    }

    @Test
    void takesTermsAsAListToo() {
        assertThat(Selector.of(List.of("score-lapse", "+train-lapse")))
                .isEqualTo(Selector.of("  score-lapse   +train-lapse "));
    }

    @Test
    void refusesAnUnknownJobNamingTheNearest() {
        assertThatExceptionOfType(HeadraceException.class)
                .isThrownBy(() -> Selector.of("+score-laps").select(project))
                .withMessage("there is no job \"score-laps\", did you mean \"score-lapse\"?")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("HEAD-SPEC-001");
                    assertThat(e.kind()).isEqualTo(FailureKind.USER);
                    assertThat(e.next())
                            .startsWith("Name one of: experiment-lapse, experiment-vouchers, export-lapse, ");
                });
    }

    private String names(Selector selector) {
        return String.join(
                " ", selector.select(project).stream().map(JobSpec::name).toList());
    }
}
