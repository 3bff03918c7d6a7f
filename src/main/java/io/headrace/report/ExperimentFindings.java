package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What an experiment has shown, ready to be shown.
 *
 * @param plan the job as it is now
 * @param looks under this plan, one for each date, oldest first
 * @param otherLooks how many runs looked under other plans of the job
 * @param takenBackBy the run that took the treated arm back, also if its date was looked at again
 * @param shares what arms should hold; empty where the score job has other arms than the last look saw, or there is none
 */
public record ExperimentFindings(
        String model,
        String job,
        String owner,
        Plan plan,
        List<Look> looks,
        int otherLooks,
        Optional<String> takenBackBy,
        Optional<DeclaredShares> shares,
        List<Day> days)
        implements JobFindings {
    public ExperimentFindings {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(plan, "plan");
        looks = List.copyOf(looks);
        Objects.requireNonNull(takenBackBy, "takenBackBy");
        Objects.requireNonNull(shares, "shares");
        days = List.copyOf(days);
    }

    /**
     * What is asked.
     *
     * @param alpha of each of the chances to be wrong; intervals hold with 1 − alpha
     * @param healthLevel p of the shares below which they contradict the plan
     * @param rollsBack whether harm takes the treated arm back
     * @param drawnBy the table that says who was drawn; empty where a score job draws
     */
    public record Plan(
            String control,
            String treated,
            LocalDate start,
            int horizonDays,
            int fewestDays,
            long fewestEntities,
            double alpha,
            double healthLevel,
            boolean rollsBack,
            Optional<String> drawnBy,
            List<Measure> measures) {
        public Plan {
            Objects.requireNonNull(control, "control");
            Objects.requireNonNull(treated, "treated");
            Objects.requireNonNull(start, "start");
            Objects.requireNonNull(drawnBy, "drawnBy");
            measures = List.copyOf(measures);
        }

        /** Looks of this day and later end it. */
        LocalDate lastDay() {
            return start.plusDays(horizonDays - 1L);
        }
    }

    /**
     * What is measured of an entity.
     *
     * @param role primary, guardrail or secondary
     * @param meaning in words
     * @param margin harm that is tolerated, 0 or more: in its unit, or as a share of the control's mean
     */
    public record Measure(
            String name, String role, String meaning, boolean isHigherBetter, double margin, boolean isRelative) {
        public Measure {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(meaning, "meaning");
        }

        /** The difference beyond which it is harmed, at a mean of the control. */
        double harm(double control) {
            double size = isRelative ? margin * Math.abs(control) : margin;
            return isHigherBetter ? -size : size;
        }
    }

    /**
     * A look.
     *
     * @param verdict of the whole, as the table spells it
     * @param takesBack the look whose verdict this one takes back
     * @param action roll_back or none
     * @param evidence by measure, of those that can be told, in the order of the plan
     * @param limits on the newest scores
     * @param uplift what treating the highest scores first adds
     * @param row of the whole
     */
    public record Look(
            Run run,
            int number,
            String verdict,
            OptionalInt takesBack,
            String action,
            List<String> reasons,
            List<Evidence> evidence,
            List<Limit> limits,
            Optional<Uplift> uplift,
            List<Arm> arms,
            RowReference row) {
        public Look {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(verdict, "verdict");
            Objects.requireNonNull(takesBack, "takesBack");
            Objects.requireNonNull(action, "action");
            reasons = List.copyOf(reasons);
            evidence = List.copyOf(evidence);
            limits = List.copyOf(limits);
            Objects.requireNonNull(uplift, "uplift");
            arms = List.copyOf(arms);
            Objects.requireNonNull(row, "row");
        }

        String words() {
            return verdict.replace('_', ' ');
        }

        Optional<Evidence> of(String measure) {
            return evidence.stream()
                    .filter(found -> found.measure().equals(measure))
                    .findFirst();
        }

        Optional<Arm> arm(String name) {
            return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
        }
    }

    /**
     * What a look says of a measure.
     *
     * @param difference treated less control
     * @param lower of the interval that holds at every look
     * @param lowerOnce of the interval for one look only
     * @param pValue of no difference, at every look
     * @param pHarm small shows harm beyond the margin; after Holm
     * @param pWithin small shows that harm is within the margin
     * @param qValue the first adjusted over the measures
     */
    public record Evidence(
            String measure,
            double control,
            double treated,
            double difference,
            double lower,
            double upper,
            double lowerOnce,
            double upperOnce,
            double pValue,
            double pHarm,
            double pWithin,
            double qValue,
            RowReference row) {}

    /**
     * A limit at a look.
     *
     * @param says kept or broken
     * @param why with the figures
     */
    public record Limit(String name, String says, String why, RowReference row) {}

    /**
     * What treating the highest scores first adds.
     *
     * @param coefficient outcome by treated entity that this order adds to a random one
     * @param lower of its interval, for one look only
     */
    public record Uplift(double coefficient, double lower, double upper, List<Rank> ranks, RowReference row) {
        public Uplift {
            ranks = List.copyOf(ranks);
        }
    }

    /**
     * Those with a score or a higher one.
     *
     * @param share of the entities of both arms
     * @param score the lowest; empty for the lowest of all
     * @param control mean outcome; empty without entities
     * @param difference treated less control; empty where it cannot be told
     * @param lower of its interval, for one look only
     * @param qini height of the curve
     */
    public record Rank(
            double share,
            OptionalDouble score,
            OptionalDouble control,
            OptionalDouble treated,
            OptionalDouble difference,
            OptionalDouble lower,
            OptionalDouble upper,
            double qini,
            RowReference row) {}

    /**
     * An arm at a look.
     *
     * @param due entities whose outcome should be known
     * @param known of these, those whose outcome is
     * @param inSeveral entities of all arms that were seen in several
     */
    public record Arm(
            String name,
            long entities,
            long due,
            long known,
            long inSeveral,
            List<Measured> measures,
            RowReference row) {
        public Arm {
            measures = List.copyOf(measures);
        }
    }

    /** Entities of an arm whose outcome is known. */
    public record Measured(String measure, long entities, RowReference row) {}

    /**
     * What arms should hold.
     *
     * @param byArm share of each, 0 to 1
     * @param pValue of these shares at all looks so far, of entities
     * @param outcomesPValue likewise, of entities with an outcome
     */
    public record DeclaredShares(Map<String, Double> byArm, double pValue, double outcomesPValue) {
        public DeclaredShares {
            byArm = Collections.unmodifiableMap(new LinkedHashMap<>(byArm));
        }
    }

    Optional<Look> last() {
        return looks.isEmpty() ? Optional.empty() : Optional.of(looks.get(looks.size() - 1));
    }

    @Override
    public String subject() {
        return plan.drawnBy().isPresent()
                ? "Experiment " + job.replaceFirst("^experiment-", "")
                : "Experiment on " + model + (job.equals("experiment-" + model) ? "" : ", by " + job);
    }

    @Override
    public Glimpse glimpse() {
        ExperimentWords words = new ExperimentWords(this);
        return new Glimpse(words.mark(), words.word(), words.verdict() + " " + words.whatFollows());
    }

    @Override
    public List<String> notes(String run) {
        return looks.stream()
                .filter(look -> look.run().id().equals(run))
                .map(look -> "Look " + look.number() + ": " + look.words() + ".")
                .toList();
    }

    @Override
    public String template() {
        return "experiment.mustache";
    }

    @Override
    public Object content(SiteAddress addresses) {
        return new ExperimentView(this, addresses);
    }
}
