package io.headrace.ingest;

import io.headrace.spec.Check;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RowCheck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rules rows broke.
 *
 * @param all one element for each rule and way of breaking it
 */
record BrokenRules(List<Broken> all) {
    /**
     * Rows that broke a rule.
     *
     * @param error whether the rule failed with an error on them
     * @param file the file of the first such row
     * @param line the line of that file where the row begins
     */
    record Broken(String rule, boolean error, long rows, String file, long line) {}

    BrokenRules {
        all = List.copyOf(all);
    }

    /** How many rows broke a rule, or failed in it with an error. */
    long rows(String rule, boolean error) {
        return all.stream()
                .filter(broken -> broken.rule().equals(rule) && broken.error() == error)
                .mapToLong(Broken::rows)
                .sum();
    }

    /** The counts with those of the rules. */
    Map<String, String> addedTo(Map<String, String> counts) {
        Map<String, String> more = new TreeMap<>(counts);
        all.forEach(broken ->
                more.put("check." + broken.rule() + (broken.error() ? ".errors" : ".failed"), "" + broken.rows()));
        return more;
    }

    /** Why the run may not publish; names places, never values. */
    List<String> refusals(IngestSpec spec) {
        List<String> strict = spec.checks().stream()
                .filter(check -> check.severity() == RowCheck.Severity.REFUSE)
                .map(Check::name)
                .toList();
        return all.stream()
                .filter(broken -> strict.contains(broken.rule()))
                .map(BrokenRules::sentence)
                .sorted()
                .toList();
    }

    private static String sentence(Broken broken) {
        return "check " + broken.rule() + (broken.error() ? " could not be evaluated on " : " is broken by ")
                + broken.rows() + (broken.rows() == 1 ? " row" : " rows") + ", for example line " + broken.line()
                + " of " + broken.file();
    }
}
