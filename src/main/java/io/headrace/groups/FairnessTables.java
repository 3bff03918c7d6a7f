package io.headrace.groups;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The tables of what fairness jobs found. */
public final class FairnessTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(FairnessTable.DESCRIPTION, RemedyTable.DESCRIPTION);
    }
}
