package io.headrace.rollout;

import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.run.Intent;
import io.headrace.spec.Arms;
import io.headrace.spec.Arms.Rival;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Assigned;
import io.headrace.spec.ExperimentSpec.Measure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a look is judged by, from what its intent holds. */
final class LookPlan {
    /** Fact: the runs that looked before, of the same stage, in order. */
    static final String EARLIER = "earlier";

    /** Fact: what entities are drawn by. */
    static final String ARMS = "arms";

    /** Fact: first logical date whose scores count. */
    static final String SINCE = "since";

    /** Fact: the day of the stage on which it is over, from 1. */
    static final String LAST_DAY = "last_day";

    /** Begin of facts: the share in force of a staged arm. */
    static final String SHARE = "share_";

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private LookPlan() {}

    /** What entities are drawn by, in words; it stays as long as the experiment. */
    static String arms(ExperimentSpec spec, Arms arms) {
        if (spec.assigned().isPresent()) {
            return drawnBy(spec, spec.assigned().get());
        }
        return spec.design() == Design.PAIRED
                ? spec.control() + " and " + spec.treated() + " on the same rows"
                : arms.declared();
    }

    private static String drawnBy(ExperimentSpec spec, Assigned assigned) {
        return "by " + spec.scores() + ", "
                + assigned.shares().entrySet().stream()
                        .map(arm -> arm.getKey() + " " + arm.getValue().toPlainString())
                        .collect(Collectors.joining(", "));
    }

    /** Shares that the treated arm is given one after another; none where its share is fixed, or both versions score all rows. */
    static List<BigDecimal> stages(ExperimentSpec spec, Arms arms) {
        return spec.design() == Design.PAIRED
                ? List.of()
                : arms.rival(spec.treated()).map(Rival::stages).orElse(List.of());
    }

    /** The shares in force, in the order of the arms; of versions on the same rows a half each. */
    static Map<String, BigDecimal> shares(ExperimentSpec spec, Arms arms, Intent intent) {
        if (spec.assigned().isPresent()) {
            return spec.assigned().get().shares();
        }
        if (spec.design() == Design.PAIRED) {
            Map<String, BigDecimal> halves = new LinkedHashMap<>();
            halves.put(spec.control(), HALF);
            halves.put(spec.treated(), HALF);
            return halves;
        }
        Map<String, BigDecimal> staged = new TreeMap<>();
        arms.rivals().stream()
                .filter(Rival::hasStages)
                .forEach(rival -> staged.put(rival.arm(), new BigDecimal(intent.fact(SHARE + rival.arm()))));
        return arms.with(staged).layout().shares();
    }

    /** The plan on the shares in force, since they are; of several stages each has its part of alpha. */
    static ExperimentPlan of(ExperimentSpec spec, Arms arms, Intent intent) {
        ExperimentPlan plan = new ExperimentPlan(
                        spec.name(),
                        spec.control(),
                        spec.treated(),
                        shares(spec, arms, intent),
                        LocalDate.parse(intent.fact(SINCE)),
                        spec.rules(),
                        spec.measures().stream().map(Measure::plan).toList())
                .over(Integer.parseInt(intent.fact(LAST_DAY)));
        long steps =
                stages(spec, arms).stream().filter(share -> share.signum() > 0).count();
        return steps == 0 ? plan : plan.forStepsOf(Math.toIntExact(steps));
    }
}
