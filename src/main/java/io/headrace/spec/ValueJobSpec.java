package io.headrace.spec;

import io.headrace.stats.value.ChurnCampaign;
import io.headrace.stats.value.ComputePrice;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.ValidDays;
import io.headrace.stats.value.ValueSpec;
import io.headrace.stats.value.ValueVersions;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Reckons what the decisions of score jobs are worth, from what was counted.
 *
 * @param model the model, of a binary label
 * @param scores the table that its score job publishes
 * @param compute what scoring costs; empty where it is not counted
 * @param versions what outcomes are worth on which days, by their first day; without gaps or overlaps
 */
public record ValueJobSpec(
        JobHeader header, String model, TableName scores, Optional<Compute> compute, List<Version> versions)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "value";

    public ValueJobSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(compute, "compute");
        versions = List.copyOf(versions);
        String owner = header.owner();
        // Refuses gaps and overlaps.
        new ValueVersions(versions.stream()
                .map(version ->
                        new ValueSpec(version.number(), version.matrix(), OptionalLong.empty(), version.days(), owner))
                .toList());
    }

    /**
     * What outcomes are worth on some days.
     *
     * @param number 1 for the first
     * @param capacity the greatest share of the rows of an as-of that may be acted on, more than 0, at most 1; empty where there is no limit
     * @param campaign what acting is, where it is to keep customers by an incentive; empty where its profit is not reckoned
     */
    public record Version(
            int number,
            CostMatrix matrix,
            Optional<Double> capacity,
            Optional<ChurnCampaign> campaign,
            ValidDays days) {
        public Version {
            if (number < 1) {
                throw new IllegalArgumentException("number must be 1 or more, found " + number);
            }
            Objects.requireNonNull(matrix, "matrix");
            Objects.requireNonNull(campaign, "campaign");
            Objects.requireNonNull(days, "days");
            if (capacity.filter(share -> !(share > 0 && share <= 1)).isPresent()) {
                throw new IllegalArgumentException("capacity must lie in 0 to 1, found " + capacity.get());
            }
        }
    }

    /**
     * What scoring costs.
     *
     * @param cores that a run of the score job holds, 1 or more
     */
    public record Compute(ComputePrice price, int cores) {
        public Compute {
            Objects.requireNonNull(price, "price");
            if (cores < 1) {
                throw new IllegalArgumentException("cores must be 1 or more, found " + cores);
            }
        }

        /**
         * The cost of a run.
         *
         * @param seconds that it took, 0 or more
         */
        public double of(double seconds) {
            return price.of(seconds * cores);
        }
    }

    /** The version that holds on a day; empty before the first and after the last. */
    public Optional<Version> on(LocalDate day) {
        return versions.stream().filter(version -> version.days().contains(day)).findFirst();
    }

    /** What all values are counted in. */
    public String currency() {
        return versions.get(0).matrix().currency();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>(List.of(scores, TrainSpec.modelNode(model)));
    }

    /** None: what it finds stands in Headrace's own tables. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
