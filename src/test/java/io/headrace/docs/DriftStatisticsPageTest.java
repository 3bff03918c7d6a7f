package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.ScaledChiSquare;
import io.headrace.stats.drift.Statistic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the page on drift says of statistics and rows. */
class DriftStatisticsPageTest {
    private static final long[] ROWS = {50, 100, 200, 500, 1_000};

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("docs/drift-statistics.md"));
    }

    @Test
    void everyStatisticHasItsRowWithItsTolerance() throws IOException {
        List<String> rows = lines().stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)) + line.substring(line.lastIndexOf(',')))
                .toList();
        assertThat(rows)
                .isEqualTo(Arrays.stream(Statistic.values())
                        .map(statistic -> statistic.word() + ", " + statistic.standardTolerance() + " |")
                        .toList());
    }

    @Test
    void standardRulesAreThoseOfThePage() throws IOException {
        String page = String.join(" ", lines());
        DriftRules rules = DriftRules.STANDARD;
        assertThat(page).contains("the q value is below " + rules.level());
        assertThat(page).contains("fewer than " + rules.leastRows() + ",");
        assertThat(rules.leastPower()).isEqualTo(0.5);
        assertThat(page).contains("in half of all windows (`power`)");
    }

    @Test
    void limitsByRowsAreComputed() throws IOException {
        assertThat(lines())
                .contains("| windows with PSI > 0.1 | "
                        + row(rows -> {
                            double share = 100 * law(rows).pValue(0.1);
                            return share < 0.05
                                    ? "0 %"
                                    : share < 1 ? decimals(share, 1) + " %" : Math.round(share) + " %";
                        }))
                .contains("| PSI that 1 in 100 windows exceed | "
                        + row(rows -> decimals(law(rows).quantile(0.99), 3)));
    }

    private static String row(LongFunction<String> cell) {
        return LongStream.of(ROWS).mapToObj(cell).collect(Collectors.joining(" | ")) + " |";
    }

    private static ScaledChiSquare law(long rows) {
        return ScaledChiSquare.ofStability(10, rows, rows);
    }

    private static String decimals(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
