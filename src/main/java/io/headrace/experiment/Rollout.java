package io.headrace.experiment;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What follows from a verdict: the next stage, or why there is none.
 *
 * <ul>
 *   <li><b>roll back</b> takes a challenger of a canary, or a full one, back;
 *   <li><b>ship</b> makes a canary full;
 *   <li><b>running</b>, after the days and entities of a step, moves a canary to the next share;
 *   <li>everything else changes nothing. A shadow becomes a canary, and whatever was rolled back tries again, by a person or a gate.
 * </ul>
 *
 * <p><b>Lock.</b> Within the cool-down after any roll-back of the model, and for the experiment that was rolled back until a person takes it
 * up again, nothing happens automatically: two models never take turns. A person can always act.
 */
public final class Rollout {
    private Rollout() {}

    /**
     * What was done to a model; append-only.
     *
     * @param day logical date
     * @param experiment by which it was done
     * @param from stage before
     * @param to stage after
     */
    public record Action(LocalDate day, String experiment, Phase from, Phase to) {}

    /**
     * How long a canary stays at a share.
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
     * The next stage, or none.
     *
     * @param next stage to go to; empty where nothing is to be done
     * @param reason in plain words
     */
    public record Move(Optional<Phase> next, String reason) {}

    /**
     * What to do after the newest verdict of the present stage.
     *
     * @param plan of the present stage
     * @param stage at which the challenger is
     * @param verdict the newest
     * @param peek on which it was made
     * @param step how long a canary stays at a share
     * @param history of the model, of all experiments, automatic or not, in order
     */
    public static Move next(
            ExperimentPlan plan, Phase stage, Verdict verdict, Peek peek, Step step, List<Action> history) {
        Optional<Phase> wanted = wanted(plan, stage, verdict, peek, step);
        if (wanted.isEmpty()) {
            return new Move(
                    Optional.empty(),
                    "verdict " + ExperimentJudge.words(verdict.state()) + " at stage " + words(stage)
                            + ": nothing to do");
        }
        return lock(plan, verdict.day(), history)
                .map(reason -> new Move(
                        Optional.empty(),
                        "verdict " + ExperimentJudge.words(verdict.state()) + " would lead to " + words(wanted.get())
                                + ", but " + reason + "; a person can act"))
                .orElseGet(() -> new Move(
                        wanted,
                        "verdict " + ExperimentJudge.words(verdict.state()) + ": from " + words(stage) + " to "
                                + words(wanted.get())));
    }

    private static Optional<Phase> wanted(ExperimentPlan plan, Phase stage, Verdict verdict, Peek peek, Step step) {
        return switch (verdict.state()) {
            case ROLL_BACK -> Optional.of(Phase.ROLLED_BACK).filter(to -> stage.isCanary() || stage == Phase.FULL);
            case SHIP -> Optional.of(Phase.FULL).filter(to -> stage.isCanary());
            case RUNNING -> {
                boolean isDone = !verdict.day().isBefore(plan.start().plusDays(step.days - 1))
                        && peek.arm(plan.treated()).known()
                                >= Math.max(step.entities, plan.rules().fewestEntities());
                // Only a verdict makes a challenger full.
                yield stage.next().filter(to -> stage.isCanary() && to != Phase.FULL && isDone);
            }
            case INCONCLUSIVE, UNHEALTHY, NO_DATA -> Optional.empty();
        };
    }

    private static Optional<String> lock(ExperimentPlan plan, LocalDate day, List<Action> history) {
        Optional<Action> own = last(history.stream()
                .filter(action -> action.experiment.equals(plan.name()))
                .toList());
        if (own.filter(Rollout::isRollBack).isPresent()) {
            return Optional.of("experiment " + plan.name() + " was rolled back on " + own.get().day);
        }
        return last(history.stream().filter(Rollout::isRollBack).toList())
                .filter(action -> day.isBefore(free(plan, action)))
                .map(action -> "experiment " + action.experiment + " was rolled back on " + action.day
                        + " and the model is locked until " + free(plan, action));
    }

    private static boolean isRollBack(Action action) {
        return action.to == Phase.ROLLED_BACK;
    }

    private static LocalDate free(ExperimentPlan plan, Action rollBack) {
        return rollBack.day.plusDays(plan.rules().coolDownDays());
    }

    private static Optional<Action> last(List<Action> actions) {
        return actions.isEmpty() ? Optional.empty() : Optional.of(actions.get(actions.size() - 1));
    }

    private static String words(Phase stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
