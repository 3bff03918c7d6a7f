package io.headrace.value;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The table of what value jobs found. */
public final class ValueTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(ValueTable.DESCRIPTION);
    }
}
