package io.headrace.table;

import io.headrace.spec.TableName;
import io.headrace.trust.chain.Anchor;
import io.headrace.trust.chain.ChainAudit;
import io.headrace.trust.chain.ChainReport;
import io.headrace.trust.chain.ChainRow;
import io.headrace.trust.chain.StoredRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Audits the chains of Headrace's own tables, read in this process. */
public final class ChainedTables {
    /** How far the clocks of the machines that write may differ. */
    public static final Duration CLOCKS = Duration.ofMinutes(10);

    private final Lake lake;

    public ChainedTables(Lake lake) {
        this.lake = lake;
    }

    /** The chained tables that are there, or were. */
    public List<TableName> tables() {
        return TableCatalog.system().tables().stream()
                .filter(TableDescription::isChained)
                .map(TableDescription::table)
                .filter(table -> lake.has(table)
                        || new ChainHeads(lake).mark(table.toString()).isPresent())
                .toList();
    }

    /** Tells a table from another one that was made in its place; {@code none} where it is gone. */
    public String id(TableName table) {
        return lake.guard(
                table.toString(),
                () -> lake.small(table).map(KernelTable.Version::tableId).orElse("none"));
    }

    /** Whether a column is one of the chain's, not of the row itself. */
    public static boolean isLink(String column) {
        return RowChain.isLink(column);
    }

    /** When the row of a chained table was committed; empty of a row that an earlier release wrote. */
    public static Optional<Instant> committed(Row row) {
        return RowChain.committed(row);
    }

    /**
     * Audits the chain of a table.
     *
     * @param heads signed heads of the chain; the one that is noted in the lake, and how many rows the table's log counts, are looked at anyway
     */
    public Result audit(TableName table, List<? extends Anchor> heads) {
        return lake.guard(table.toString(), () -> {
            List<Anchor> anchors = new ArrayList<>(heads);
            new ChainHeads(lake).mark(table.toString()).ifPresent(anchors::add);
            return lake.small(table)
                    .map(newest -> audited(table, newest, anchors))
                    .orElseGet(() -> gone(table, anchors));
        });
    }

    private static Result gone(TableName table, List<Anchor> anchors) {
        ChainReport report = new ChainAudit(table.toString(), CLOCKS).of(List.of(), anchors);
        return new Result(
                report,
                report.faults().stream()
                        .map(fault -> Tampering.of(table.toString(), fault))
                        .toList(),
                0);
    }

    private static Result audited(TableName table, KernelTable.Version newest, List<Anchor> anchors) {
        RowChain chain = new RowChain(table.toString(), newest.schema());
        List<Row> rows = new ArrayList<>();
        newest.files().values().forEach(file -> file.forEach(chain.schema(), rows::add));
        long counted = Math.max(newest.mark(RowChain.MARK), 0);
        if (counted == 0 && anchors.isEmpty()) {
            return new Result(
                    new ChainAudit(table.toString(), CLOCKS).of(List.of(), List.of()), List.of(), rows.size());
        }
        List<StoredRow> linked = new ArrayList<>();
        List<Tampering> found = new ArrayList<>();
        for (Row row : rows) {
            Optional<ChainRow> link = chain.link(row);
            if (link.isPresent()) {
                linked.add(StoredRow.of(link.get(), chain.content(row)));
            } else {
                found.add(new Tampering(
                        Tampering.Kind.STRANGER,
                        table.toString(),
                        "the row of " + key(table, row) + " has no place in the chain"));
            }
        }
        linked.sort(Comparator.comparingLong(row -> row.link().sequence()));
        ChainReport report = new ChainAudit(table.toString(), CLOCKS).of(linked, anchors);
        report.faults().forEach(fault -> found.add(Tampering.of(table.toString(), fault)));
        long last = linked.isEmpty() ? 0 : linked.get(linked.size() - 1).link().sequence();
        if (counted > last && anchors.stream().noneMatch(anchor -> anchor.size() > last)) {
            found.add(new Tampering(
                    Tampering.Kind.CUT_TAIL,
                    table + " row " + (last + 1),
                    "the chain ends with row " + last + ", but the table's log counts " + counted));
        }
        return new Result(report, found, 0);
    }

    /** The row by its key, which is no personal value in tables of Headrace's own. */
    private static String key(TableName table, Row row) {
        return TableCatalog.system().find(table).stream()
                .flatMap(known -> known.key().stream())
                .map(column -> column + " " + row.getAs(column))
                .collect(Collectors.joining(", "));
    }

    /**
     * What was found.
     *
     * @param report of the chain; its end is to be trusted only if nothing was found
     * @param unchained rows that an earlier release wrote, of a table to which this one has not added any
     */
    public record Result(ChainReport report, List<Tampering> found, int unchained) {
        public Result {
            Objects.requireNonNull(report, "report");
            found = List.copyOf(found);
        }
    }
}
