package io.headrace.features;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the rows of an input are like, before anything is spent on features.
 *
 * @param rows that its condition lets through
 * @param withoutEntity rows that are about nobody
 * @param withoutTime rows that are in no window
 * @param later rows at or after the as-of, which no feature sees
 * @param earliest time of all rows, null of none
 * @param latest time of all rows, null of none
 * @param entities how many different ones
 * @param heaviest the entities with the most rows, the heaviest first
 * @param entityDays pairs of entity and day with a row: what partial results by day would hold
 * @param expected entities with a row in the longest window at the as-of: the rows of the view's table
 * @param nulls values that enter aggregates to how many of them are null
 */
public record InputAnalysis(
        long rows,
        long withoutEntity,
        long withoutTime,
        long later,
        Instant earliest,
        Instant latest,
        long entities,
        List<Heavy> heaviest,
        long entityDays,
        long expected,
        Map<String, Long> nulls) {
    public InputAnalysis {
        heaviest = List.copyOf(heaviest);
        nulls = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(nulls));
    }

    /** An entity, as text, and its rows. */
    public record Heavy(String entity, long rows) {}
}
