package io.headrace.report.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.RowReference;
import io.headrace.spec.Layer;
import io.headrace.table.Lake;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.TableCatalog;
import io.headrace.table.TableDescription;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last runs of a job with the rows that they recorded, for the pages of runs. */
final class RecordedDays {
    /** Runs that have a page. */
    static final int MOST_RUNS = 92;

    /** Rows of a table on a page. */
    private static final int MOST_ROWS = 600;

    private RecordedDays() {}

    /** A table of Headrace's own. */
    static TableDescription described(String name) {
        return TableCatalog.system().find(Layer.SYSTEM.table(name)).orElseThrow();
    }

    /** The last of some runs, oldest first. */
    static List<Run> last(Collection<Claim> runs) {
        return runs.stream()
                .skip(Math.max(0, runs.size() - MOST_RUNS))
                .map(claim -> new Run(claim.run().toString(), claim.date()))
                .toList();
    }

    /**
     * Those of some runs that have recorded a row.
     *
     * @param first rows that pages lead to
     * @param tables their names within Headrace's own
     */
    static List<Day> of(Lake lake, List<Run> runs, Stream<RowReference> first, String... tables) {
        Set<RowReference> ledTo = first.collect(Collectors.toSet());
        Set<String> ids = runs.stream().map(Run::id).collect(Collectors.toSet());
        List<DayRows> all = Stream.of(tables)
                .map(table -> rows(lake, described(table), ids, ledTo))
                .toList();
        return runs.stream()
                .filter(run -> all.stream().anyMatch(rows -> rows.has(run)))
                .map(run ->
                        new Day(run, all.stream().map(rows -> rows.of(run.id())).toList()))
                .toList();
    }

    private static DayRows rows(Lake lake, TableDescription table, Set<String> runs, Set<RowReference> first) {
        DayRows rows = new DayRows(table, first, MOST_ROWS);
        if (!runs.isEmpty()) {
            lake.forEachRow(table.table(), rows.schema(), Map.of(RUN_ID, runs), rows::add);
        }
        return rows;
    }
}
