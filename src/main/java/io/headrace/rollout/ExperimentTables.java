package io.headrace.rollout;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The tables of what experiment jobs found. */
public final class ExperimentTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(PeekTable.DESCRIPTION, UpliftTable.DESCRIPTION, VerdictTable.DESCRIPTION);
    }
}
