package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a change of a view, and what is not. */
class ViewDefinitionTest {
    private static final String CONF = """
            entity = customer_id
            inputs {
              bought {
                table = silver.sales, time = sold_at, where = "price > 0"
                aggregates {
                  spend { sum = "price * 2", windows = [30 days, all], where = "price < 9", by { column = shop, values = ["a  b"] } }
                }
              }
            }
            columns {
              spend = { type = "decimal(38,2)", unit = EUR, comment = "what was spent" }
            }
            example { as-of = "2025-01-01", expected = [] }
            """;
    private static final String SQL = "select customer_id, as_of, spend_30d_a_b as spend from bought";

    private static String definition(String conf, String sql) {
        return ViewDefinition.of(ConfigFactory.parseString(conf).root(), Optional.of(sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unit = EUR | unit = USD",
                "comment = \"what was spent\" | comment = other, owner = crm, personal = true",
                "spend = { type = \"decimal(38,2)\", unit = EUR, comment = \"what was spent\" } | spend = \"decimal(38,2)\"",
                "example { as-of = \"2025-01-01\", expected = [] } | # none",
                "\"price * 2\" | \"price   *  2 -- twice\"",
                "\"price < 9\" | \"price   <  9\"",
                "\"price > 0\" | \" price >  0\"",
                "entity = customer_id | entity   =  customer_id // a comment"
            })
    void isNoChange(String was, String becomes) {
        assertThat(CONF).contains(was);
        assertThat(definition(CONF.replace(was, becomes), SQL)).isEqualTo(definition(CONF, SQL));
        assertThat(definition(CONF, "-- comment\n" + SQL.replace(" ", "  "))).isEqualTo(definition(CONF, SQL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price * 2 | price * 3",
                "30 days | 31 days",
                "price < 9 | price < 8",
                "price > 0 | price >= 0",
                "a  b | a b",
                "decimal(38,2) | decimal(38,3)",
                "sold_at | bought_at",
                "entity = customer_id | entity = customer_id, known-by = commit"
            })
    void isAChange(String was, String becomes) {
        assertThat(CONF).contains(was);
        assertThat(definition(CONF.replace(was, becomes), SQL)).isNotEqualTo(definition(CONF, SQL));
    }
}
