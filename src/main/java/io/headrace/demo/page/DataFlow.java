package io.headrace.demo.page;

import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * How many rows took which way from the landed files to the scores.
 *
 * @param sources one entry per source, in the order shown
 * @param featureRows rows of the feature view, one per entity and as-of
 * @param trainingRows labelled rows of the training sets
 * @param scores the outcome of scoring
 */
public record DataFlow(List<Source> sources, long featureRows, long trainingRows, Scores scores) {
    public DataFlow {
        sources = List.copyOf(sources);
        Checked.count(featureRows, "featureRows");
        Checked.count(trainingRows, "trainingRows");
        Objects.requireNonNull(scores, "scores");
    }

    /** Whether every source and the scores add up. */
    public boolean addsUp() {
        return scores.addsUp() && sources.stream().allMatch(Source::addsUp);
    }

    /** One count, summed over the sources. */
    public long total(ToLongFunction<Source> count) {
        return sources.stream().mapToLong(count).sum();
    }

    /**
     * The rows of one source. Each input row has exactly one of five outcomes, tried in the order of the components.
     *
     * @param name the source, for example {@code invoices}
     * @param files landed files
     * @param inputRows rows in the landed files, counted independently of the outcomes
     * @param bronzeRows rows of the bronze table
     * @param supersededRows rows of files that a corrected file replaced
     * @param unreadableRows rows that could not be parsed
     * @param duplicateRows rows already received
     * @param quarantinedRows rows refused by a check
     * @param silverRows rows that passed
     */
    public record Source(
            String name,
            long files,
            long inputRows,
            long bronzeRows,
            long supersededRows,
            long unreadableRows,
            long duplicateRows,
            long quarantinedRows,
            long silverRows) {
        public Source {
            Checked.text(name, "name");
            Checked.count(files, "files");
            Checked.count(inputRows, "inputRows");
            Checked.count(bronzeRows, "bronzeRows");
            Checked.count(supersededRows, "supersededRows");
            Checked.count(unreadableRows, "unreadableRows");
            Checked.count(duplicateRows, "duplicateRows");
            Checked.count(quarantinedRows, "quarantinedRows");
            Checked.count(silverRows, "silverRows");
        }

        /** Rows with an outcome. */
        public long outcomes() {
            return supersededRows + unreadableRows + duplicateRows + quarantinedRows + silverRows;
        }

        /** Whether every input row has exactly one outcome. */
        public boolean addsUp() {
            return inputRows == outcomes();
        }
    }

    /**
     * The rows of the scoring.
     *
     * @param population rows that were to be scored
     * @param scored rows that were
     * @param errors rows listed with an error instead
     */
    public record Scores(long population, long scored, long errors) {
        public Scores {
            Checked.count(population, "population");
            Checked.count(scored, "scored");
            Checked.count(errors, "errors");
        }

        /** Whether every row of the population was scored or is listed as an error. */
        public boolean addsUp() {
            return population == scored + errors;
        }
    }
}
