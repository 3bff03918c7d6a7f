package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineNumbersTest {
    private static final String FILE = """
            first = 1 # no \"\"\" text
            long = \"\"\"one
              two
              three\"\"\"
            short = "plain"
            object {
              inner = [
                1
              ]
            }
            again { sql = \"\"\"
              four\"\"\", next = 2
              last { end = true }
            }
            """;

    @ParameterizedTest
    @CsvSource({
        "first, 1",
        "long, 2",
        "short, 5",
        "object, 6",
        "object.inner, 7",
        "again, 11",
        "again.sql, 11",
        "again.next, 12",
        "again.last, 13",
        "again.last.end, 13"
    })
    void areThoseOnWhichValuesBegin(String key, int line) {
        Config config = ConfigFactory.parseString(FILE);
        assertThat(new LineNumbers(FILE).of(config.getValue(key))).isEqualTo(line);
    }
}
