package io.headrace.spec;

import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.value.CostMatrix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares what published decisions did to groups of people.
 *
 * @param model a binary model
 * @param scores the table that its score job publishes
 * @param groups what makes the groups
 * @param windowDays as-ofs whose outcomes became known in so many days, the last of them that of the run, are judged together; 1 or more
 * @param rules how groups are compared
 * @param policies what must hold between them; none by default
 * @param remedies thresholds by group whose costs are looked at; empty for none
 */
public record FairnessSpec(
        JobHeader header,
        String model,
        TableName scores,
        Protected groups,
        int windowDays,
        FairnessRules rules,
        List<FairnessPolicy> policies,
        Optional<Remedies> remedies)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "fairness";

    public FairnessSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(groups, "groups");
        if (windowDays < 1) {
            throw new IllegalArgumentException("window.days must be 1 or more, found " + windowDays);
        }
        Objects.requireNonNull(rules, "rules");
        policies = List.copyOf(policies);
        Objects.requireNonNull(remedies, "remedies");
    }

    /** Without thresholds by group. */
    public FairnessSpec(
            JobHeader header,
            String model,
            TableName scores,
            Protected groups,
            int windowDays,
            FairnessRules rules,
            List<FairnessPolicy> policies) {
        this(header, model, scores, groups, windowDays, rules, policies, Optional.empty());
    }

    /**
     * Thresholds by group, and what they cost.
     *
     * @param groups protected columns that make the groups, one or more
     * @param value what decisions are worth
     */
    public record Remedies(List<String> groups, CostMatrix value) {
        public Remedies {
            groups = List.copyOf(groups);
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * The protected columns; only this job and jobs that name it read them.
     *
     * @param table with the key of the model's entity
     * @param time when a row of it begins to hold: the last one before the as-of counts; without it each entity has one row
     * @param columns name of a group column to SQL over the table and {@code as_of}, in the order written
     */
    public record Protected(TableName table, Optional<String> time, Map<String, String> columns) {
        public Protected {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(time, "time");
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        /** The names of the columns, in the order written. */
        public List<String> names() {
            return List.copyOf(columns.keySet());
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>(List.of(scores, groups.table(), TrainSpec.modelNode(model)));
    }

    /** None: what it finds stands in Headrace's own tables. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
