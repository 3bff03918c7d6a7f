package io.headrace.registry;

import io.headrace.table.SystemTables;
import io.headrace.table.TableDescription;
import java.util.List;

/** The tables of what is known of models. */
public final class RegistryTables implements SystemTables {
    @Override
    public List<TableDescription> tables() {
        return List.of(Registry.DESCRIPTION, FigureEncoders.DESCRIPTION, DecisionTable.DESCRIPTION);
    }
}
