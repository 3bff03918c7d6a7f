package io.headrace.spec.hocon;

import io.headrace.spec.ColumnType;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the derived columns of a source: an expression each, with or without a declared type. */
final class DerivedReader {
    private final Map<String, String> expressions = new LinkedHashMap<>();
    private final Map<String, ColumnType> types = new LinkedHashMap<>();

    DerivedReader(Section section, Rows over, Catalog catalog) {
        for (String name : section.names(ValueType.NAME_TEXT)) {
            if (section.isSection(name)) {
                Section column = section.section(name);
                ColumnType type = column.required("type", ValueType.COLUMN_TYPE);
                String sql = catalog.sql(column, "of", over, Result.VALUE);
                types.put(name, type);
                expressions.put(name, "cast((" + sql + ") as " + type.sql() + ")");
            } else {
                String sql = catalog.sql(section, name, over, Result.VALUE);
                expressions.put(name, sql);
                placeOfRow(sql, name);
            }
        }
    }

    /** File and line of a row have types of their own. */
    private void placeOfRow(String sql, String name) {
        if (sql.strip().equals(EngineColumn.ROW)) {
            types.put(name, ColumnType.parse("long").orElseThrow());
        } else if (sql.strip().equals(EngineColumn.FILE)) {
            types.put(name, ColumnType.parse("string").orElseThrow());
        }
    }

    /** Name to SQL expression. */
    Map<String, String> expressions() {
        return expressions;
    }

    /** Name to type, of those that have one. */
    Map<String, ColumnType> types() {
        return types;
    }
}
