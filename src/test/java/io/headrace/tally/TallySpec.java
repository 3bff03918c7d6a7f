package io.headrace.tally;

import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.TableName;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Counts the rows of a table for which a condition is true. */
record TallySpec(JobHeader header, TableName table, String where) implements JobSpec {
    @Override
    public String kind() {
        return "tally";
    }

    TableName tally() {
        return new TableName("tallies", table.name());
    }

    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>(List.of(table));
    }

    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>(List.of(tally()));
    }
}
