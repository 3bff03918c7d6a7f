package io.headrace.table;

import java.util.List;

/**
 * Tables of Headrace's own that a package keeps.
 *
 * <p>They are found by {@link java.util.ServiceLoader}: a new table is a description in one class, and the class's line in
 * {@code META-INF/services/io.headrace.table.SystemTables}.
 */
public interface SystemTables {
    /** The tables. */
    List<TableDescription> tables();
}
