package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.spec.FeatureView;
import io.headrace.spec.hocon.DefinedView;
import org.junit.jupiter.api.Test;

class KeptViewTest {
    private static final FeatureView VIEW = DefinedView.read("v", """
            entity = customer_id, known-by = commit, inputs { bought { table = silver.sales, time = sold_at, where = "price > 0", delay = 6 hours, aggregates { spend { sum = "price * 2", windows = [30 days, all], where = "price < 9", by { column = shop, values = ["a  b"] } }, half { quantile = price, share = 0.5, windows = [3 months] } } }, people { table = silver.people, time = since, until = gone, lookback = 90 days }, shops { table = silver.shops }, plans { table = silver.plans, time = since, latest = [customer_id, plan], order = [seq] } }, columns { spend = "decimal(38,2)", shops = long }
            select customer_id, as_of, spend_30d_a_b as spend, 1 as shops from bought
            """);

    @Test
    void aViewIsReadAsItWasKept() {
        FeatureView read = KeptView.read(KeptView.of(VIEW).json());
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*inClear")
                .isEqualTo(VIEW);
        assertThat(read.columns())
                .as("what was computed by it was allowed then")
                .allMatch(FeatureView.FeatureColumn::inClear);
        assertThat(read.digest()).isEqualTo(VIEW.digest());
    }

    @Test
    void whatALaterReleaseWroteIsRefused() {
        String later = KeptView.of(VIEW).json().replaceFirst("\\{", "{\"future\":1,");
        assertThatThrownBy(() -> KeptView.read(later)).isInstanceOf(IllegalArgumentException.class);
    }
}
