package io.headrace.monitor;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The tables of what monitor jobs found. */
public final class MonitorTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(DriftTable.DESCRIPTION, PerformanceTable.DESCRIPTION, NoticeTable.DESCRIPTION);
    }
}
