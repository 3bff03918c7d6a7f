package io.headrace.job;

import io.headrace.lineage.Quality;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What a job kind has to fill in; {@link JobRunner} keeps the order. */
public interface JobStage {
    /**
     * Decides what the run reads and everything else that a retry must not decide anew. Writes nothing.
     *
     * @param before the intent of the same job and date that this run takes the place of, if there was one
     */
    Resolved resolve(RunContext context, Optional<Intent> before);

    /**
     * Stages all outputs of the intent and judges them. Called again after an interruption, with the same intent, and
     * must then stage the same rows. Nothing it writes may be visible to readers.
     */
    Prepared prepare(RunContext context, RunId run, Intent intent);

    /**
     * Tells others of what the run has made visible, as the last thing before its record is written. Called again after an interruption. Whom it
     * does not reach is no failure of the run.
     */
    default Told tell(RunContext context, RunId run) {
        return Told.NOBODY;
    }

    /** What the run found of tables that it read, for other systems; asked for at the end of a run whose events somebody wants. */
    default Map<TableName, Quality> quality(RunId run) {
        return Map.of();
    }

    /**
     * Who was told, for the record of the run.
     *
     * @param counts numbers by name
     * @param message for people; empty where there is nothing to say
     */
    record Told(Map<String, String> counts, String message) {
        /** Nobody was to be told. */
        public static final Told NOBODY = new Told(Map.of(), "");

        public Told {
            counts = Map.copyOf(counts);
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * What a run will read and do.
     *
     * @param inputs table to version
     * @param files raw files
     * @param facts decisions by name
     */
    record Resolved(Map<String, Long> inputs, List<Intent.RawFile> files, Map<String, String> facts) {
        public Resolved {
            inputs = java.util.Collections.unmodifiableMap(new TreeMap<>(inputs));
            files = List.copyOf(files);
            facts = java.util.Collections.unmodifiableMap(new TreeMap<>(facts));
        }
    }

    /**
     * Staged outputs and the judgement on them.
     *
     * @param findings what the run found out, kept also when it is refused
     * @param outputs in the order in which they are published
     * @param refusals why the run may not publish; empty when it may
     * @param verdict for the record
     * @param counts numbers by name
     * @param message one sentence for people
     */
    record Prepared(
            List<Finding> findings,
            List<Output> outputs,
            List<String> refusals,
            Verdict verdict,
            Map<String, String> counts,
            String message) {
        public Prepared {
            findings = List.copyOf(findings);
            outputs = List.copyOf(outputs);
            refusals = List.copyOf(refusals);
            Objects.requireNonNull(verdict, "verdict");
            counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
            Objects.requireNonNull(message, "message");
        }

        /** Without findings. */
        public Prepared(
                List<Output> outputs,
                List<String> refusals,
                Verdict verdict,
                Map<String, String> counts,
                String message) {
            this(List.of(), outputs, refusals, verdict, counts, message);
        }
    }

    /** Something that a run found out and that is worth keeping, whatever becomes of the run. */
    interface Finding {
        /** Writes it to a table of its own, once for each run. */
        void record(RunId run);
    }

    /** Something that becomes visible at once, and only once for each run. */
    interface Output {
        /** Its name, that of the table. */
        String name();

        /**
         * Makes it visible; does nothing when this run has done so before.
         *
         * @return the table's version that holds it
         */
        long publish(RunId run);
    }
}
