package io.headrace.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresqlTypesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            string         | text
            boolean        | boolean
            smallint       | smallint
            int            | integer
            bigint         | bigint
            float          | real
            double         | double precision
            decimal(10,2)  | numeric(10,2)
            date           | date
            timestamp      | timestamp with time zone
            array<string>  | jsonb
            struct<a:int>  | jsonb
            """)
    void theBestTypeHoldsEveryValue(String spark, String postgresql) {
        assertThat(PostgresqlTypes.of(spark)).isEqualTo(postgresql);
        assertThat(PostgresqlTypes.holds(postgresql, spark)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            character varying     | string
            character varying(5)  | string
            numeric               | decimal(38,18)
            numeric(12,2)         | decimal(10,2)
            numeric(12,4)         | decimal(10,2)
            numeric               | bigint
            bigint                | int
            double precision      | float
            text                  | array<string>
            """)
    void widerTypesDoToo(String postgresql, String spark) {
        assertThat(PostgresqlTypes.holds(postgresql, spark)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            character(5)                    | string
            integer                         | bigint
            real                            | double
            numeric                         | double
            numeric(10,1)                   | decimal(10,2)
            numeric(10,4)                   | decimal(10,2)
            timestamp without time zone     | timestamp
            timestamp(3) with time zone     | timestamp
            text                            | date
            """)
    void typesThatRoundOrPadDoNot(String postgresql, String spark) {
        assertThat(PostgresqlTypes.holds(postgresql, spark)).isFalse();
    }

    @Test
    void aMissingColumnIsNamedWithTheNearest() {
        assertThatThrownBy(
                        () -> PostgresqlTypes.requireRoom("crm:t", Map.of("scor", "real"), Map.of("score", "double")))
                .hasMessage("crm:t has no column score, did you mean \"scor\"?");
    }

    @Test
    void aNarrowColumnIsNamedWithWhatWouldDo() {
        assertThatThrownBy(() -> PostgresqlTypes.requireRoom(
                        "crm:t", Map.of("price", "numeric(10,1)"), Map.of("price", "decimal(10,2)")))
                .hasMessage("crm:t: the column price is of type numeric(10,1), which cannot hold every decimal(10,2)");
    }
}
