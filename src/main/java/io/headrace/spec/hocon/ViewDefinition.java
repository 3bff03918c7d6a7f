package io.headrace.spec.hocon;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.headrace.spec.FeatureView.FeatureColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that decides about a view's values, as one text: its object on one line, keys in order, then its SQL. Comments and layout of
 * files and of SQL, meanings, units, owners and examples are not in it.
 */
final class ViewDefinition {
    /** In an aggregate, what is no SQL. */
    private static final Set<String> NO_SQL = Set.of("windows", "by", "latest", "share");

    private ViewDefinition() {}

    /** @param columns the features; a type that the file leaves out stands there as if it were written */
    static String of(ConfigObject view, List<FeatureColumn> columns, Optional<String> sql) {
        return of(writtenOut(view, columns), sql);
    }

    private static ConfigObject writtenOut(ConfigObject view, List<FeatureColumn> columns) {
        ConfigValue declared = view.get("columns");
        if (declared == null || declared.valueType() == ConfigValueType.NUMBER) {
            return view;
        }
        ConfigObject all = declared instanceof ConfigObject written
                ? written
                : ConfigFactory.empty().root();
        for (FeatureColumn column : columns) {
            boolean isKnown = declared instanceof ConfigObject
                    ? all.get(column.name()) instanceof ConfigObject of && !of.containsKey("type")
                    : true;
            if (isKnown) {
                ConfigValue type = ConfigValueFactory.fromAnyRef(column.type().word());
                all = all.withValue(
                        column.name(),
                        all.get(column.name()) instanceof ConfigObject of ? of.withValue("type", type) : type);
            }
        }
        return view.withoutKey("except").withValue("columns", all);
    }

    static String of(ConfigObject view, Optional<String> sql) {
        ConfigObject plain = each(view.withoutKey("example"), "columns", ViewDefinition::type);
        ConfigObject canonical = each(plain, "inputs", ViewDefinition::input);
        return canonical.render(ConfigRenderOptions.concise()) + "\n"
                + sql.map(CanonicalSql::of).orElse("");
    }

    private interface Change {
        ConfigValue of(String key, ConfigValue value);
    }

    /** The object with all values below a key changed, where there are some. */
    private static ConfigObject each(ConfigObject object, String key, Change change) {
        if (!(object.get(key) instanceof ConfigObject inner)) {
            return object;
        }
        ConfigObject changed = inner;
        for (Map.Entry<String, ConfigValue> entry : inner.entrySet()) {
            ConfigValue value = entry.getValue();
            boolean known = value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.STRING;
            changed = known ? changed.withValue(entry.getKey(), change.of(entry.getKey(), value)) : changed;
        }
        return object.withValue(key, changed);
    }

    private static ConfigValue type(String name, ConfigValue column) {
        if (column instanceof ConfigObject object && object.get("type") != null) {
            ConfigValue of = object.get("of");
            return of == null
                    ? object.get("type")
                    : sql("of", object.withOnlyKey("of").withValue("type", object.get("type")));
        }
        return column;
    }

    private static ConfigValue input(String alias, ConfigValue input) {
        return input instanceof ConfigObject object
                ? each(sql("where", object), "aggregates", ViewDefinition::aggregate)
                : input;
    }

    private static ConfigValue aggregate(String name, ConfigValue aggregate) {
        ConfigValue result = aggregate;
        if (aggregate instanceof ConfigObject object) {
            for (String key : object.keySet()) {
                result = NO_SQL.contains(key) ? result : sql(key, (ConfigObject) result);
            }
        }
        return result;
    }

    private static ConfigObject sql(String key, ConfigObject object) {
        ConfigValue value = object.get(key);
        return value != null && value.valueType() == ConfigValueType.STRING
                ? object.withValue(key, ConfigValueFactory.fromAnyRef(CanonicalSql.of((String) value.unwrapped())))
                : object;
    }
}
