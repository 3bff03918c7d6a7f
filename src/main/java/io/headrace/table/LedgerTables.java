package io.headrace.table;

import java.util.List;

/** The tables of the lake's own bookkeeping: runs, claims, publications, persons' keys and tombstones. */
public final class LedgerTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(
                Ledger.RUNS_DESCRIPTION,
                Ledger.INTENTS_DESCRIPTION,
                Publications.DESCRIPTION,
                SubjectKeys.DESCRIPTION,
                Tombstones.DESCRIPTION);
    }
}
