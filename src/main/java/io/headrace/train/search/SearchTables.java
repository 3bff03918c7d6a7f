package io.headrace.train.search;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The table of what searches tried. */
public final class SearchTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(TrialEncoders.DESCRIPTION);
    }
}
