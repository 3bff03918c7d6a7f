package io.headrace.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.RowCheck.NullPolicy;
import io.headrace.spec.RowCheck.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSqlTest {
    @Test
    void quotesTextsAndNames() {
        assertThat(RuleSql.text("it's \\ x")).isEqualTo("'it\\'s \\\\ x'");
        assertThat(RuleSql.notNull("a`b")).isEqualTo("`a``b` is not null");
        assertThat(RuleSql.matches("zip", "\\d+|'"))
                .isEqualTo("cast(`zip` as string) rlike '\\\\A(?:\\\\d+|\\')\\\\z'");
    }

    @Test
    void comparesWithLiterals() {
        assertThat(RuleSql.atLeast("price", RuleSql.number(1e-7))).isEqualTo("`price` >= 0.00000010");
        assertThat(RuleSql.atMost("price", "100")).isEqualTo("`price` <= 100");
        assertThat(RuleSql.in("zone", List.of("'a'", "'b'"))).isEqualTo("`zone` in ('a', 'b')");
        assertThat(RuleSql.length("zip", 1, 12)).isEqualTo("length(cast(`zip` as string)) between 1 and 12");
        assertThat(RuleSql.inOrder(List.of("a", "b", "c"))).isEqualTo("`a` <= `b` and `b` <= `c`");
    }

    @Test
    void theVerdictOfACheckIsNeverNull() {
        RowCheck check = new RowCheck("new", "a > 0", "b -- only", NullPolicy.SKIP, Severity.WARN, "old");
        assertThat(check.verdict())
                .isEqualTo("case when (b -- only\n) then coalesce(cast((a > 0\n) as boolean), true) else true end");
        assertThat(new RowCheck("new", "a > 0", Severity.WARN, "old").verdict()).contains("as boolean), false)");
    }

    @Test
    void theDefinitionOfAPlainCheckIsItsRule() {
        assertThat(new RowCheck("new", "a > 0", Severity.WARN, "old").definition())
                .isEqualTo("a > 0");
        assertThat(new RowCheck("new", "a > 0", "b", NullPolicy.PASS, Severity.WARN, "old").definition())
                .isEqualTo("a > 0\nwhere b\nnulls PASS");
    }
}
