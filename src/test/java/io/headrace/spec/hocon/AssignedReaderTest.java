package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of an experiment on draws that cannot be. */
class AssignedReaderTest {
    private static final String JOB = """
            kind = experiment, owner = crm, start = "2026-02-03", control = none, treated = letter
            assigned { table = silver.sales, entity = customer_id, time = sold_at, arm = "'letter'", shares { letter = 0.7, none = 0.3 } }
            primary { better = higher, outcome = price }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        none = 0.3           | none = 0.2          | :2: assigned.shares: expected shares that add up to 1, found 0.9
        none = 0.3           | none = 0.3, x = 0   | :2: assigned.shares.x: expected a share above 0, found 0
        treated = letter     | treated = leter     | :1: treated: expected an arm of assigned.shares, found "leter", did you mean "letter"?
        treated = letter     | treated = none      | :1: treated: expected another arm than control, found none
        control = none,      |                     | :1: control: missing, expected a text
        owner = crm          | owner = crm, model = lapse | :1: model: is of the versions of a model; where a table has the arms (assigned), leave it out
        owner = crm          | owner = crm, on-gain = promote | :1: on-gain: is of the versions of a model
        outcome = price      |                     | :3: primary: expected one of event, outcome
        outcome = price      | error = brier       | :3: primary.error: is of a model's decisions; a table of draws has none
        time = sold_at       | time = price        | :2: assigned.time: expected a date or timestamp column, price of silver.sales is
        entity = customer_id | entity = customer   | :2: assigned.entity:
        table = silver.sales | table = silver.sale | :2: assigned.table:
        """)
    void saysWhatToCorrect(String from, String to, String problem) {
        assertThat(JOB).contains(from);
        assertThat(new SmallProject(folder)
                        .with("jobs/experiment-letters.conf", JOB.replace(from, to == null ? "" : to))
                        .problems())
                .anySatisfy(told -> assertThat(told).startsWith("jobs/experiment-letters.conf" + problem));
    }
}
