package io.headrace.table;

import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one list of tables: those that the jobs of a project write, and Headrace's own; sorted by name. */
public record TableCatalog(List<TableDescription> tables) {
    public TableCatalog {
        tables = tables.stream()
                .collect(Collectors.toMap(TableDescription::table, Function.identity(), (one, other) -> {
                    throw new IllegalArgumentException(one.table() + " is described twice");
                }))
                .values()
                .stream()
                .sorted(Comparator.comparing(TableDescription::table))
                .toList();
    }

    /** Headrace's own tables. */
    public static TableCatalog system() {
        return new TableCatalog(ServiceLoader.load(SystemTables.class).stream()
                .flatMap(source -> source.get().tables().stream())
                .toList());
    }

    /** These tables and others. */
    public TableCatalog and(Collection<TableDescription> others) {
        return new TableCatalog(Stream.concat(tables.stream(), others.stream()).toList());
    }

    /** What is known of a table. */
    public Optional<TableDescription> find(TableName table) {
        return tables.stream().filter(known -> known.table().equals(table)).findFirst();
    }

    /** The tables of a layer. */
    public List<TableDescription> of(Layer layer) {
        return tables.stream().filter(known -> known.layer() == layer).toList();
    }

    /** The table of tables in Markdown: the layers with what a row of theirs is, then those of Headrace's own tables. */
    public String markdown() {
        Stream<String> layers = Stream.of(Layer.values())
                .filter(layer -> layer != Layer.SYSTEM)
                .map(layer -> line(layer.folder() + "." + layer.pattern(), layer.row(), layer.key()));
        Stream<String> own = of(Layer.SYSTEM).stream()
                .map(known -> line(known.table().toString(), known.row(), String.join(", ", known.key())));
        return Stream.concat(Stream.of("| table | one row is | key |", "|---|---|---|"), Stream.concat(layers, own))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String table, String row, String key) {
        return "| `" + table + "` | " + row + " | " + key + " |";
    }
}
