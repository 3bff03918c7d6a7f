package io.headrace.trace;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.table.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was another one for a run than for another run of the same job.
 *
 * @param kind what could be the cause
 * @param what in words, such as {@code model version}
 * @param before for the first of them; empty where it had none
 * @param after for the other, likewise
 */
public record RunDifference(Kind kind, String what, String before, String after) {
    private static final int DIGITS = 12;
    private static final String VERSION = "model_version";
    private static final String OF_ARM = "arm_version_";
    private static final String OF_FILE = "definition of %s";
    private static final String OF_VIEW = "definition of the view of %s";
    private static final String OF_FAIRNESS = "definition of the fairness job of %s";

    /** What could be the cause of what is seen. */
    public enum Kind {
        /** A version of a model. */
        MODEL,
        /** The definition of a job. */
        JOB,
        /** The definition of a feature view. */
        VIEW,
        /** The version of Headrace. */
        CODE,
        /** Files, and what was made of them. */
        DATA;

        /** The word for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RunDifference {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    /**
     * What is on record of a run.
     *
     * @param intent what it was going to do
     * @param code the version of Headrace; empty where it has not ended
     */
    record Known(Intent intent, String code) {
        static Known of(Ledger ledger, RunId run) {
            return new Known(
                    ledger.intent(run).orElseThrow(() -> TraceErrors.noIntent(run)),
                    ledger.attempts().stream()
                            .filter(row -> row.getAs(RUN_ID).equals(run.toString()))
                            .findFirst()
                            .map(row -> row.<String>getAs("code_version"))
                            .orElse(""));
        }

        private String fact(String name) {
            return intent.facts().getOrDefault(name, "");
        }

        private String definition(int part) {
            String[] parts = intent.specDigest().split("\\+", -1);
            return part < parts.length ? cut(parts[part]) : "";
        }
    }

    /** Versions of models, definitions, and the version of Headrace. */
    static List<RunDifference> between(Known before, Known after) {
        List<RunDifference> found = new ArrayList<>();
        add(found, Kind.MODEL, "model version", before.fact(VERSION), after.fact(VERSION));
        SortedSet<String> names = new TreeSet<>(before.intent().facts().keySet());
        names.addAll(after.intent().facts().keySet());
        names.tailSet(OF_ARM).stream()
                .filter(name -> name.startsWith(OF_ARM))
                .forEach(name -> add(
                        found,
                        Kind.MODEL,
                        "model version of the arm " + name.substring(OF_ARM.length()),
                        before.fact(name),
                        after.fact(name)));
        String job = RunId.parse(after.intent().runId()).job();
        add(found, Kind.JOB, OF_FILE.formatted(job), before.definition(0), after.definition(0));
        add(found, Kind.VIEW, OF_VIEW.formatted(job), before.definition(1), after.definition(1));
        add(found, Kind.JOB, OF_FAIRNESS.formatted(job), before.definition(2), after.definition(2));
        add(found, Kind.CODE, "version of Headrace", before.code(), after.code());
        return found;
    }

    /** Adds what differs. */
    static void add(List<RunDifference> found, Kind kind, String what, String before, String after) {
        if (!before.equals(after)) {
            found.add(new RunDifference(kind, what, before, after));
        }
    }

    /** A digest cut short for people. */
    static String cut(String digest) {
        return digest.length() > DIGITS ? digest.substring(0, DIGITS) : digest;
    }
}
