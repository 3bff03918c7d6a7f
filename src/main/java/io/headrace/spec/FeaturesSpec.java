package io.headrace.spec;

import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** The features of one view at the run's as-of into {@code features.VIEW}. */
public record FeaturesSpec(JobHeader header, FeatureView view) implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "features";

    public FeaturesSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(view, "view");
    }

    @Override
    public String digest() {
        return header().digest() + "+" + view.digest();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        return view.tables();
    }

    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>(List.of(view.table()));
    }

    @Override
    public Optional<TableName> copied() {
        return Optional.of(view.table());
    }
}
