package io.headrace.model;

import java.util.Objects;

/**
 * The contribution of one feature to a raw score, compared with the average training row or the background.
 *
 * @param feature the declared feature
 * @param value its raw value in the row, null when missing
 * @param amount in the unit of the raw score; positive raises the score
 */
public record Contribution(String feature, Object value, double amount) {
    public Contribution {
        Objects.requireNonNull(feature, "feature");
    }
}
