package io.headrace.value;

import io.headrace.monitor.FinishedRuns;
import io.headrace.run.Json;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Publications.Publication;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The as-ofs that a run values, decided once for all its attempts.
 *
 * @param days as-of, as partitions spell it, to the runs that counted its rows
 */
record Reach(SortedMap<String, Counted> days) {
    /** The fact of an intent that holds it, as JSON. */
    static final String FACT = "reach";

    Reach {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /**
     * Who counted the rows of an as-of.
     *
     * @param scoredBy the run whose rows are visible
     * @param outcomesBy the monitor run that counted their outcomes last; empty where none did
     * @param fallenBack whether the champion decides about all, in place of the arms that the run had
     */
    record Counted(String scoredBy, String outcomesBy, boolean fallenBack) {
        Counted {
            Objects.requireNonNull(scoredBy, "scoredBy");
            Objects.requireNonNull(outcomesBy, "outcomesBy");
        }
    }

    /**
     * All that is visible, with the outcomes that were counted of it; those of rows that were visible before are not.
     *
     * @param monitoring finished runs of monitor jobs, the earlier first
     * @param fallenBack as-ofs of which readers see what a run published first
     */
    static Reach of(Map<String, Publication> visible, List<Claim> monitoring, Set<String> fallenBack) {
        Map<String, String> outcomes = new TreeMap<>();
        for (Claim run : monitoring) {
            FinishedRuns.matured(run).forEach((asOf, version) -> {
                Publication now = visible.get(asOf);
                if (now != null && now.sourceVersion() == version) {
                    outcomes.put(asOf, run.run().toString());
                }
            });
        }
        SortedMap<String, Counted> days = new TreeMap<>();
        visible.forEach((asOf, publication) -> days.put(
                asOf, new Counted(publication.runId(), outcomes.getOrDefault(asOf, ""), fallenBack.contains(asOf))));
        return new Reach(days);
    }

    /** What a run decided. */
    static Reach of(Claim run) {
        return Json.read(run.intent().fact(FACT), Reach.class);
    }

    /**
     * What runs of the same definition have not valued as it is now.
     *
     * @param definition digest of the job
     * @param before finished runs of earlier dates, by date
     */
    Reach beyond(String definition, SortedMap<LocalDate, Claim> before) {
        Map<String, Counted> known = new TreeMap<>();
        before.values().stream()
                .filter(run -> run.intent().specDigest().equals(definition))
                .forEach(run -> known.putAll(of(run).days()));
        SortedMap<String, Counted> left = new TreeMap<>(days);
        left.entrySet().removeIf(day -> day.getValue().equals(known.get(day.getKey())));
        return new Reach(left);
    }
}
