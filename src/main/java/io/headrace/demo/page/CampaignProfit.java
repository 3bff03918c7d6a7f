package io.headrace.demo.page;

import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the voucher campaign is expected to earn, by who gets a voucher.
 *
 * @param currency of every amount
 * @param customers customers who could get one
 * @param plans the plans compared, in the order shown; each target at most once, the model's among them
 * @param modelMinusRandom the model's lead over as many vouchers at random, on the same customers; empty if not measured
 */
public record CampaignProfit(Currency currency, long customers, List<Plan> plans, Optional<Estimate> modelMinusRandom) {
    public CampaignProfit {
        Objects.requireNonNull(currency, "currency");
        Checked.count(customers, "customers");
        plans = List.copyOf(plans);
        if (plans.stream().map(Plan::target).distinct().count() < plans.size()) {
            throw new IllegalArgumentException("plans must name each target at most once");
        }
        if (plans.stream().noneMatch(Plan::isModel)) {
            throw new IllegalArgumentException("plans must hold the model's");
        }
        Objects.requireNonNull(modelMinusRandom, "modelMinusRandom");
    }

    /** Who gets a voucher. */
    public enum Target {
        NOBODY("nobody"),
        EVERYBODY("everybody"),
        RANDOM("as many, drawn at random"),
        MODEL("those the model names");

        private final String words;

        Target(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * One way to hand out vouchers.
     *
     * @param target who gets one
     * @param vouchers how many are sent
     * @param profit what is expected to be earned against sending none
     */
    public record Plan(Target target, long vouchers, Estimate profit) {
        public Plan {
            Objects.requireNonNull(target, "target");
            Checked.count(vouchers, "vouchers");
            Objects.requireNonNull(profit, "profit");
        }

        boolean isModel() {
            return target == Target.MODEL;
        }
    }

    /** The plan of the model. */
    public Plan model() {
        return plans.stream().filter(Plan::isModel).findFirst().orElseThrow();
    }

    /** The plan that earns most among the others; empty when there is none. */
    public Optional<Plan> bestOther() {
        return plans.stream()
                .filter(plan -> !plan.isModel())
                .max(Comparator.comparingDouble(plan -> plan.profit().value()));
    }
}
