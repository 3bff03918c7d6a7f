package io.headrace.monitor;

import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.table.Ledger.Claim;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the policy needs of the days before one: the state after the last of them that still holds, and the days since.
 *
 * <p>A state holds as long as the job is the same, and every day up to it was judged by the run that is its last one now. So a day costs the
 * same however many there were before; after a change of the job, and after a day that was judged late or again, the days from there on
 * are looked at again.
 *
 * @param base the run whose state holds; empty where none does
 * @param since the last finished run of each date after that of the base, by date
 * @param history digest of all earlier runs
 */
record EarlierDays(String base, List<String> since, String history) {
    EarlierDays {
        since = List.copyOf(since);
    }

    /**
     * The days before a date.
     *
     * @param definition digest of the job as it is now
     * @param runs the last finished ones of all dates
     */
    static EarlierDays of(String definition, FinishedRuns runs, LocalDate date) {
        SortedMap<LocalDate, Claim> before = runs.byDate().headMap(date, false);
        List<Claim> claims = List.copyOf(before.values());
        List<String> histories = histories(claims);
        for (int i = claims.size() - 1; i >= 0; i--) {
            if (holds(definition, claims.get(i), histories.get(i))) {
                return new EarlierDays(
                        claims.get(i).run().toString(),
                        names(claims.subList(i + 1, claims.size())),
                        histories.get(claims.size()));
            }
        }
        return new EarlierDays("", names(claims), histories.get(claims.size()));
    }

    /** The date of the last run before. */
    Optional<LocalDate> last() {
        return Resolution.last(base, since);
    }

    private static boolean holds(String definition, Claim claim, String history) {
        return claim.intent().specDigest().equals(definition)
                && Json.read(claim.intent().fact(Resolution.FACT), Resolution.class)
                        .history()
                        .equals(history);
    }

    private static List<String> names(List<Claim> claims) {
        return claims.stream().map(claim -> claim.run().toString()).toList();
    }

    /** The digests of the first none, one, two ... and all of some runs. */
    private static List<String> histories(List<Claim> claims) {
        List<String> histories = new ArrayList<>(List.of("none"));
        claims.forEach(claim -> histories.add(Digest.of(histories.get(histories.size() - 1) + " " + claim.run())));
        return histories;
    }
}
