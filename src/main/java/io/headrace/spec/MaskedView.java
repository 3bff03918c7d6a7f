package io.headrace.spec;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A copy of a published table for people who may not see the table itself.
 *
 * @param zone where the copy lies, and its name
 * @param columns which columns it has, in order; that of the as-of comes along
 * @param masks column to what stands in place of its values; other columns are as in the table
 * @param anonymity which groups of rows are left out; empty where none are
 * @param place where it is declared
 */
public record MaskedView(
        String zone,
        List<String> columns,
        SortedMap<String, Mask> masks,
        Optional<Anonymity> anonymity,
        KeyPlace place) {
    public MaskedView {
        Objects.requireNonNull(zone, "zone");
        columns = List.copyOf(columns);
        masks = Collections.unmodifiableSortedMap(new TreeMap<>(masks));
        Objects.requireNonNull(anonymity, "anonymity");
        Objects.requireNonNull(place, "place");
    }

    /** What decides about the copy's rows, whatever line it is declared in. */
    public String definition() {
        return zone + " " + columns + " " + masks + " " + anonymity;
    }

    /** Whether a key is needed to make it. */
    public boolean hashes() {
        return masks.values().stream().anyMatch(Mask.Hash.class::isInstance);
    }

    /**
     * Leaves out rows of small groups: k-anonymity, by L. Sweeney (2002), and distinct l-diversity, by A. Machanavajjhala and others (2007).
     *
     * @param k how many persons each group of rows must have, 2 or more
     * @param columns columns of the copy by which people could be recognised; rows alike in all of them, null included, are a group
     * @param person the column of the table that names the person; empty for the table's own key of persons
     * @param sensitive columns of the copy that each must have so many values in a group; empty where it does not matter
     * @param l how many, null being one; 1 or more
     */
    public record Anonymity(int k, List<String> columns, Optional<String> person, List<String> sensitive, int l) {
        public Anonymity {
            columns = List.copyOf(columns);
            Objects.requireNonNull(person, "person");
            sensitive = List.copyOf(sensitive);
            if (k < 2) {
                throw new IllegalArgumentException("k must be 2 or more, found " + k);
            }
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("k-anonymity needs columns");
            }
            if (l < 1) {
                throw new IllegalArgumentException("l must be 1 or more, found " + l);
            }
        }
    }
}
