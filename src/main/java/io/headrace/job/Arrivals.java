package io.headrace.job;

import io.headrace.run.RunId;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** Which runs see what came into a table after they had read it. */
public interface Arrivals {
    /** No table is looked into: a file counts by its date. */
    Arrivals UNKNOWN = new Arrivals() {
        @Override
        public Optional<Map<RunId, Long>> since(String job, String table, Map<RunId, Long> read) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> sees(String job, String table, LocalDate date, LocalDate written) {
            return Optional.empty();
        }
    };

    /**
     * The runs of a job that would see other rows of a table now.
     *
     * @param read run to the version of the table that it read
     * @return each with the version that brought the first of them; empty where it cannot be told
     */
    Optional<Map<RunId, Long>> since(String job, String table, Map<RunId, Long> read);

    /**
     * Whether a run of a job for a date sees the rows that a run for another date wrote into a table by as-of.
     *
     * @return empty where it cannot be told
     */
    Optional<Boolean> sees(String job, String table, LocalDate date, LocalDate written);
}
