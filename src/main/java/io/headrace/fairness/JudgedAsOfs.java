package io.headrace.fairness;

import io.headrace.groups.SeenRows;
import io.headrace.table.Partitions;
import io.headrace.train.ScoredLabels;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The as-ofs that a run looks at, decided once for all its attempts.
 *
 * @param asOfs as partitions spell them, oldest first
 * @param outcomes whether their outcomes are known
 */
record JudgedAsOfs(List<String> asOfs, Outcomes outcomes) {
    /** The fact of an intent that holds them, as JSON. */
    static final String FACT = "window";

    JudgedAsOfs {
        asOfs = List.copyOf(asOfs);
    }

    /** Whether it is known what became of those who were scored. */
    enum Outcomes {
        KNOWN,
        OPEN;

        /** The word in records. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Those whose outcomes became known in the days up to a date; where there are none, those of these days, without outcomes.
     *
     * @param published as-ofs that readers see, up to that of the date
     * @param labels empty where there is no table of labels yet
     * @param days 1 or more
     */
    static JudgedAsOfs of(
            Collection<String> published, Optional<ScoredLabels> labels, LocalDate date, int days, ZoneId zone) {
        LocalDate before = date.minusDays(days);
        List<String> mature = published.stream()
                .filter(asOf -> labels.map(known -> known.mature(Partitions.instant(asOf)))
                        .filter(step -> step.isAfter(before) && !step.isAfter(date))
                        .isPresent())
                .sorted()
                .toList();
        if (!mature.isEmpty()) {
            return new JudgedAsOfs(mature, Outcomes.KNOWN);
        }
        return new JudgedAsOfs(
                published.stream()
                        .filter(asOf -> scored(asOf, zone).isAfter(before))
                        .sorted()
                        .toList(),
                Outcomes.OPEN);
    }

    /** The date of the run that scored. */
    private static LocalDate scored(String asOf, ZoneId zone) {
        return LocalDate.ofInstant(Partitions.instant(asOf), zone).minusDays(1);
    }

    /** The moments themselves. */
    List<Instant> instants() {
        return asOfs.stream().map(Partitions::instant).toList();
    }

    /**
     * The rows of them, one or more, in records.
     *
     * @param versions of the model that scored them
     */
    SeenRows seen(String versions) {
        return new SeenRows(versions, asOfs.get(0), asOfs.get(asOfs.size() - 1), outcomes.word());
    }
}
