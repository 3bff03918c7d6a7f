package io.headrace.added;

import io.headrace.spec.ColumnRule;
import io.headrace.spec.RuleSql;
import java.util.List;

/** {@code luhn = true}: the last digit of a number, such as a card's, fits the others (Luhn's algorithm). */
public final class LuhnRule implements ColumnRule {
    @Override
    public String word() {
        return "luhn";
    }

    @Override
    public Argument argument() {
        return Argument.TRUE;
    }

    @Override
    public String sql(String column, List<String> values) {
        return "luhn_check(cast(" + RuleSql.name(column) + " as string))";
    }

    @Override
    public String words(List<String> values) {
        return "with a last digit that fits the others";
    }
}
