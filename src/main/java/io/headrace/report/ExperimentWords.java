package io.headrace.report;

import io.headrace.report.ExperimentFindings.Evidence;
import io.headrace.report.ExperimentFindings.Look;
import io.headrace.report.ExperimentFindings.Measure;
import io.headrace.report.ExperimentFindings.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An experiment in sentences: what is asked, what the last look says, and what follows. */
final class ExperimentWords {
    private final ExperimentFindings of;

    ExperimentWords(ExperimentFindings of) {
        this.of = of;
    }

    private Plan plan() {
        return of.plan();
    }

    private Optional<Measure> primary() {
        return plan().measures().stream()
                .filter(measure -> measure.role().equals("primary"))
                .findFirst();
    }

    /** What is asked. */
    String question() {
        String since = "Since " + DisplayFormat.day(plan().start()) + ", ";
        String arms = plan().drawnBy()
                .map(table -> "chance gives each entity of " + table + " an arm: " + plan().treated() + " for some, "
                        + plan().control() + " for others. ")
                .orElse("chance gives each entity that " + of.model() + " scores an arm: " + plan().treated()
                        + " decides about some, " + plan().control() + " about others. ");
        return since + arms + primary().map(this::asked).orElse("");
    }

    private String asked(Measure measure) {
        String by = " by " + measure.name() + " (" + measure.meaning() + "; "
                + better(measure).toLowerCase(Locale.ROOT) + ")";
        return measure.margin() == 0
                ? "Does " + plan().treated() + " do better" + by + "?"
                : "Is " + plan().treated() + " no worse" + by + ", where harm of less than " + margin(measure)
                        + " is tolerated?";
    }

    /** Which way is better. */
    static String better(Measure measure) {
        return measure.isHigherBetter() ? "Higher is better" : "Lower is better";
    }

    /** How much harm is tolerated. */
    static String margin(Measure measure) {
        return measure.isRelative()
                ? DisplayFormat.percent(measure.margin())
                : DisplayFormat.declared(measure.margin());
    }

    /** The verdict of the last look. */
    String word() {
        return of.last().map(Look::words).orElse("not looked at yet");
    }

    /** Its class in the style sheet. */
    String mark() {
        return of.last().map(look -> mark(look.verdict())).orElse("none");
    }

    static String mark(String verdict) {
        return switch (verdict) {
            case "ship" -> "good";
            case "roll_back" -> "bad";
            case "unhealthy" -> "warn";
            default -> "none";
        };
    }

    /** What the last look says. */
    String verdict() {
        return of.last()
                .map(look -> "Look " + look.number() + ", "
                        + DisplayFormat.day(look.run().date()) + ": "
                        + says(look)
                        + primary()
                                .flatMap(measure -> look.of(measure.name()))
                                .map(this::says)
                                .orElse(""))
                .orElse("No run has looked under the plan as it is now.");
    }

    private String says(Look look) {
        return switch (look.verdict()) {
            case "ship" -> plan().treated() + " may ship.";
            case "roll_back" -> plan().treated() + " does harm beyond its margin.";
            case "unhealthy" -> "arms or outcomes are not as declared, so nothing can be said.";
            case "inconclusive" -> "the horizon is over, and nothing is shown.";
            case "no_data" -> "no outcome is known yet.";
            default -> "nothing is shown yet.";
        };
    }

    private String says(Evidence found) {
        return " " + found.measure() + ": " + DisplayFormat.figure(found.treated()) + " of " + plan().treated()
                + " and " + DisplayFormat.figure(found.control()) + " of " + plan().control() + ", difference "
                + DisplayFormat.figure(found.difference()) + " (" + DisplayFormat.figure(found.lower()) + " to "
                + DisplayFormat.figure(found.upper()) + " at every look).";
    }

    /** What follows from the last verdict. */
    String whatFollows() {
        return of.last()
                .map(this::follows)
                .orElseGet(() -> takenBackBefore().isEmpty() ? "Nothing follows." : takenBackBefore());
    }

    /** That a look under another plan took the arm back; empty where none did. */
    String takenBackBefore() {
        return of.takenBackBy()
                .filter(run ->
                        of.looks().stream().noneMatch(look -> look.run().id().equals(run)))
                .map(run -> "Under another plan of this job " + run + " took " + plan().treated() + " back.")
                .orElse("");
    }

    private String follows(Look look) {
        if (plan().drawnBy().isPresent() && List.of("ship", "roll_back").contains(look.verdict())) {
            return "A person decides what follows.";
        }
        return switch (look.verdict()) {
            case "ship" ->
                hasActed(look)
                        ? "This look has acted: " + look.action().replace('_', ' ') + "."
                        : "A person promotes its version: headrace models promote " + of.model()
                                + " VERSION --reason TEXT.";
            case "roll_back" -> afterHarm(look);
            case "unhealthy" -> "Nothing is decided: find out first why.";
            case "inconclusive" -> "Nothing follows.";
            default -> "Nothing follows yet; looks go on up to " + DisplayFormat.day(plan().lastDay()) + ".";
        };
    }

    private static boolean hasActed(Look look) {
        return !look.action().equals("none");
    }

    private String afterHarm(Look look) {
        if (look.action().equals("roll_back")) {
            return "This look has taken away the alias of " + plan().treated()
                    + ", so the champion decides from the next run on.";
        }
        if (!plan().rollsBack()) {
            return "Nothing was done, as the job only tells: a person takes the arm out of the score job.";
        }
        return of.takenBackBy()
                .map(run -> "The arm was taken back by " + run + "; what was done since, a person has decided.")
                .orElse("Nothing was done by this look: a person takes the arm out of the score job.");
    }
}
