package io.headrace.ingest;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The table of what became of raw files. */
public final class IngestTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(FileAccounts.DESCRIPTION);
    }
}
