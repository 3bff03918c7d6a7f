package io.headrace.experiment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What follows from a verdict.
 *
 * <ul>
 *   <li><b>roll back</b> takes a challenger that decides about somebody back;
 *   <li><b>ship</b> makes it decide about everybody;
 *   <li><b>running</b>, after the days and entities of a step, gives it the next share, up to the greatest of its stages: only a verdict
 *       makes it decide about everybody;
 *   <li>everything else changes nothing. Whoever decides about nobody begins to by a person.
 * </ul>
 *
 * <p><b>Lock.</b> Within the cool-down after any roll-back of the model, and for the experiment that was rolled back for good, nothing
 * happens automatically: two models never take turns. A person can always act.
 */
public final class Rollout {
    private Rollout() {}

    /** What happens to a challenger. */
    public enum Kind {
        /** It stays as it is. */
        STAY,
        /** It decides about more entities than before. */
        GROW,
        /** It decides about everybody. */
        SHIP,
        /** It decides about nobody any more. */
        ROLL_BACK;

        /** The word in records. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What an experiment did to a model; append-only.
     *
     * @param day logical date
     * @param experiment by which it was done
     * @param kind what was done
     */
    public record Action(LocalDate day, String experiment, Kind kind) {}

    /**
     * How long a share stays.
     *
     * @param days 1 or more
     * @param entities of the treated arm, with an outcome
     */
    public record Step(int days, long entities) {
        public Step {
            if (days < 1 || entities < 0) {
                throw new IllegalArgumentException(
                        "days must be 1 or more and entities 0 or more, found " + days + " and " + entities);
            }
        }
    }

    /**
     * What is to be done.
     *
     * @param kind what
     * @param share that the challenger decides about from then on; empty where it stays
     * @param isLocked whether it stays only because an experiment was rolled back before
     * @param reason in plain words
     */
    public record Move(Kind kind, Optional<BigDecimal> share, boolean isLocked, String reason) {}

    /**
     * What to do after the newest verdict.
     *
     * @param plan with the shares in force
     * @param stages shares that the treated arm is given one after another, ascending; none leaves the share as it is
     * @param verdict the newest
     * @param peek on which it was made
     * @param step how long a share stays
     * @param history what experiments did to the model before, in order
     */
    public static Move next(
            ExperimentPlan plan, List<BigDecimal> stages, Verdict verdict, Peek peek, Step step, List<Action> history) {
        Kind wanted = wanted(plan, stages, verdict, peek, step);
        String state = "verdict " + ExperimentJudge.words(verdict.state());
        if (wanted == Kind.STAY) {
            return new Move(Kind.STAY, Optional.empty(), false, state + ": nothing to do");
        }
        Optional<String> lock = lock(plan, verdict.day(), history);
        BigDecimal share = switch (wanted) {
            case GROW -> higher(plan, stages).orElseThrow();
            case SHIP -> BigDecimal.ONE;
            case ROLL_BACK, STAY -> BigDecimal.ZERO;
        };
        String change = "from a share of " + present(plan).toPlainString() + " to " + share.toPlainString();
        return lock.isPresent()
                ? new Move(
                        Kind.STAY,
                        Optional.empty(),
                        true,
                        state + " would lead " + change + ", but " + lock.get() + "; a person can act")
                : new Move(wanted, Optional.of(share), false, state + ": " + change);
    }

    private static Kind wanted(ExperimentPlan plan, List<BigDecimal> stages, Verdict verdict, Peek peek, Step step) {
        return switch (verdict.state()) {
            case ROLL_BACK -> Kind.ROLL_BACK;
            case SHIP -> Kind.SHIP;
            case RUNNING -> {
                boolean isDone = !verdict.day().isBefore(plan.start().plusDays(step.days - 1))
                        && peek.arm(plan.treated()).known()
                                >= Math.max(step.entities, plan.rules().fewestEntities());
                yield isDone && higher(plan, stages).isPresent() ? Kind.GROW : Kind.STAY;
            }
            case INCONCLUSIVE, UNHEALTHY, NO_DATA -> Kind.STAY;
        };
    }

    private static BigDecimal present(ExperimentPlan plan) {
        return plan.shares().get(plan.treated());
    }

    private static Optional<BigDecimal> higher(ExperimentPlan plan, List<BigDecimal> stages) {
        return stages.stream()
                .filter(share -> share.compareTo(present(plan)) > 0)
                .findFirst();
    }

    private static Optional<String> lock(ExperimentPlan plan, LocalDate day, List<Action> history) {
        List<Action> back =
                history.stream().filter(action -> action.kind == Kind.ROLL_BACK).toList();
        return back.stream()
                .filter(action -> action.experiment.equals(plan.name()))
                .findFirst()
                .map(action -> "experiment " + plan.name() + " was rolled back on " + action.day)
                .or(() -> back.stream()
                        .reduce((first, last) -> last)
                        .filter(action -> day.isBefore(free(plan, action)))
                        .map(action -> "experiment " + action.experiment + " was rolled back on " + action.day
                                + " and the model is locked until " + free(plan, action)));
    }

    private static LocalDate free(ExperimentPlan plan, Action rollBack) {
        return rollBack.day.plusDays(plan.rules().coolDownDays());
    }
}
