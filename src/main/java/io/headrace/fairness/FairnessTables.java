package io.headrace.fairness;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The table of what fairness jobs found. */
public final class FairnessTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(FairnessTable.DESCRIPTION);
    }
}
