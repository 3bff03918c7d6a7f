package io.headrace.quality;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The tables of what checks, profiles and statistics found. */
public final class QualityTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(CheckResultTable.DESCRIPTION, ProfileTable.DESCRIPTION, StatisticsTable.DESCRIPTION);
    }
}
