package io.headrace.rollout;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.ExperimentSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What may go wrong in experiment jobs. */
final class ExperimentErrors {
    private ExperimentErrors() {}

    static HeadraceException noJob(ExperimentSpec spec) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-001",
                FailureKind.USER,
                spec.name() + " finds no score job of " + spec.scores() + " with arms, or no train job of "
                        + spec.model(),
                "Declare arms in the score job: docs/arms.md.");
    }

    static HeadraceException noArm(ExperimentSpec spec, String arm, List<String> drawn) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-002",
                FailureKind.USER,
                spec.name() + ": the score job draws nobody into the arm " + arm + "; arms with a share: " + drawn,
                "Correct control or treated, or give the arm a share.");
    }

    static HeadraceException noScores(ExperimentSpec spec) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-003",
                FailureKind.USER,
                spec.name() + ": nobody was drawn into an arm in " + spec.scores() + " from " + spec.start() + " on",
                "Run the score job with arms first, or correct start.");
    }

    static HeadraceException otherArms(ExperimentSpec spec, String before, String now) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-004",
                FailureKind.USER,
                spec.name() + ": the arms have changed while the experiment runs, from \"" + before + "\" to \"" + now
                        + "\"; entities of both cannot be compared",
                "Put the former arms back, and run the score job of the days since again (--force), as they were published by the"
                        + " others; or begin a new experiment: another salt in the score job and a later start here.");
    }

    static HeadraceException noEntity(ExperimentSpec spec, String table, String entity) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-005",
                FailureKind.USER,
                spec.name() + ": " + table + " has no column " + entity + ", by which outcomes are found",
                "Name a table with the entity's key.");
    }

    static HeadraceException noNumber(ExperimentSpec spec, String measure) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-006",
                FailureKind.USER,
                spec.name() + ": the label of " + spec.model() + " is one of several classes, which has no mean, so "
                        + measure + " cannot be measured by it",
                "Give the measure an event { }.");
    }

    static HeadraceException noValueJob(ExperimentSpec spec, String job) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-007",
                FailureKind.USER,
                spec.name() + " finds no value job " + job,
                "Declare it: docs/value.md.");
    }

    static HeadraceException noPairs(ExperimentSpec spec) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-008",
                FailureKind.USER,
                spec.name() + ": no row of " + spec.scores() + " was scored by both " + spec.control() + " and "
                        + spec.treated() + " from " + spec.start() + " on",
                "Give the arm a version (headrace models alias) and run the score job, or correct start.");
    }

    static HeadraceException nobodyDrawn(ExperimentSpec spec, String table) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-009",
                FailureKind.USER,
                spec.name() + ": nobody was drawn into an arm in " + table + " from " + spec.start()
                        + " on, of the rows that assigned.where lets count",
                "Ingest the table first, or correct start, arm or where.");
    }

    static HeadraceException noShare(ExperimentSpec spec, String table, Map<String, Long> arms) {
        return HeadraceException.of(
                "HEAD-EXPERIMENT-010",
                FailureKind.USER,
                spec.name() + ": " + table + " has entities in arms without a share: "
                        + arms.entrySet().stream()
                                .map(arm -> "\"" + arm.getKey() + "\" " + arm.getValue())
                                .collect(Collectors.joining(", ")),
                "Give each arm its share in assigned.shares, or leave their rows out by assigned.where.");
    }
}
