package io.headrace.audit;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The tables of the audit. */
public final class AuditTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(Seals.DESCRIPTION);
    }
}
