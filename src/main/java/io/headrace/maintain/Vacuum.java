package io.headrace.maintain;

import io.headrace.registry.Registry;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.FileHistory;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Removes the files of old versions that nothing needs any more. Headrace's own tables look after themselves, and what a large run is staging is
 * left alone.
 */
public final class Vacuum {
    /** The least time that files of old versions stay, so that whoever is reading one can end. */
    public static final Duration LEAST = Duration.ofDays(1);

    private static final Set<Layer> LEFT_ALONE = EnumSet.of(Layer.SYSTEM, Layer.STAGING);

    private final Lake lake;
    private final Registry registry;
    private final Publications publications;
    private final Ledger ledger;
    private final Instant now;

    public Vacuum(Lake lake, Registry registry, Publications publications, Ledger ledger, Instant now) {
        this.lake = lake;
        this.registry = registry;
        this.publications = publications;
        this.ledger = ledger;
        this.now = now;
    }

    /** The tables that a vacuum looks at. */
    public List<TableName> tables() {
        return lake.layers().stream()
                .filter(TableName::isPart)
                .filter(folder -> !LEFT_ALONE.contains(Layer.of(folder)))
                .flatMap(folder -> lake.tables(folder).stream())
                .sorted()
                .toList();
    }

    /**
     * What is to go of each table, and what pins hold; starts no Spark.
     *
     * @param keep how long files stay that left their table; by default as long as the table says
     */
    public List<VacuumPlan> plans(Collection<TableName> tables, Optional<Duration> keep) {
        Map<TableName, FileHistory> histories = new TreeMap<>();
        tables.forEach(table -> histories.put(table, FileHistory.of(lake, table)));
        Map<TableName, List<Pin>> pins = new Pins(lake, registry, publications, ledger, now)
                        .all(table -> histories
                                .computeIfAbsent(table, published -> FileHistory.of(lake, published))
                                .keep())
                        .stream()
                        .distinct()
                        .collect(Collectors.groupingBy(Pin::table));
        List<VacuumPlan> plans = new ArrayList<>();
        tables.forEach(table -> plans.add(VacuumPlan.of(
                histories.get(table),
                pins.getOrDefault(table, List.of()),
                keep.orElse(histories.get(table).keep()),
                now)));
        return plans;
    }

    /**
     * Does it.
     *
     * @return how many files went
     */
    public int remove(List<VacuumPlan> plans) {
        return plans.stream()
                .mapToInt(plan -> lake.remove(plan.table(), plan.going().keySet()))
                .sum();
    }
}
