package io.headrace.demo.campaign;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.demo.page.CampaignProfit;
import io.headrace.demo.page.Estimate;
import io.headrace.demo.shop.RetailTruth;
import io.headrace.spec.TableName;
import io.headrace.stats.Interval;
import io.headrace.stats.PolicyValue;
import io.headrace.stats.RandomisedTrial;
import io.headrace.stats.TreatmentPolicy;
import io.headrace.table.Lake;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** A voucher campaign as a randomised trial: the profit of each plan, estimated from the arm that chance gave each customer. */
public final class CampaignTrial {
    private static final double CONFIDENCE = 0.95;
    private static final double VOUCHERS_FOR = 1.0 / 3;

    private final Lake lake;
    private final RetailTruth truth;
    private final LocalDate campaign;

    /** @param campaign the day of the campaign */
    public CampaignTrial(Lake lake, RetailTruth truth, LocalDate campaign) {
        this.lake = lake;
        this.truth = truth;
        this.campaign = campaign;
    }

    /** The profit by plan; empty where nobody scored was part of the campaign. */
    public Optional<CampaignProfit> profit(TableName scores) {
        List<Row> rows = lake.read(TableName.parse("silver.campaigns"))
                .where(col("day").equalTo(lit(campaign.toString()).cast("date")))
                .join(
                        lake.read(scores)
                                .where(col(AS_OF)
                                        .equalTo(lit(campaign.toString()).cast("timestamp")))
                                .select("customer_id", "score"),
                        "customer_id")
                .orderBy("customer_id")
                .selectExpr(
                        "arm = 'voucher'",
                        "coalesce(margin, 0) - case when arm = 'voucher' then coalesce(cost, 0) else 0 end",
                        "score")
                .collectAsList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean[] treated = new boolean[rows.size()];
        double[] values = new double[rows.size()];
        double[] score = new double[rows.size()];
        for (int i = 0; i < treated.length; i++) {
            treated[i] = rows.get(i).getBoolean(0);
            values[i] = ((BigDecimal) rows.get(i).get(1)).doubleValue();
            score[i] = rows.get(i).getDouble(2);
        }
        return Optional.of(profit(RandomisedTrial.of(treated, values, 1 - holdoutShare()), score));
    }

    private double holdoutShare() {
        return truth.campaigns().stream()
                .filter(planned -> planned.day().equals(campaign))
                .findFirst()
                .orElseThrow()
                .holdoutShare();
    }

    private static CampaignProfit profit(RandomisedTrial trial, double[] score) {
        int all = trial.rows();
        int some = (int) Math.round(all * VOUCHERS_FOR);
        TreatmentPolicy nobody = TreatmentPolicy.nobody(all);
        TreatmentPolicy random = TreatmentPolicy.random(all, (double) some / all);
        TreatmentPolicy named = TreatmentPolicy.highest(score, some);
        return new CampaignProfit(
                Currency.getInstance("GBP"),
                all,
                List.of(
                        new CampaignProfit.Plan(CampaignProfit.Target.NOBODY, 0, Estimate.exactly(0)),
                        plan(CampaignProfit.Target.EVERYBODY, all, TreatmentPolicy.everybody(all), nobody, trial),
                        plan(CampaignProfit.Target.RANDOM, some, random, nobody, trial),
                        plan(CampaignProfit.Target.MODEL, some, named, nobody, trial)),
                Optional.of(gain(named, random, trial)));
    }

    private static CampaignProfit.Plan plan(
            CampaignProfit.Target target,
            long vouchers,
            TreatmentPolicy policy,
            TreatmentPolicy nobody,
            RandomisedTrial trial) {
        return new CampaignProfit.Plan(target, vouchers, gain(policy, nobody, trial));
    }

    private static Estimate gain(TreatmentPolicy policy, TreatmentPolicy other, RandomisedTrial trial) {
        PolicyValue gain = PolicyValue.gain(policy, other, trial);
        Interval interval = gain.interval(CONFIDENCE);
        return new Estimate(gain.total(), interval.lower(), interval.upper());
    }
}
