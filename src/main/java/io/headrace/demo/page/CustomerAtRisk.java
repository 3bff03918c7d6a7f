package io.headrace.demo.page;

import java.util.List;

/**
 * A customer likely to lapse, with the reasons.
 *
 * @param rank 1 for the highest probability
 * @param customerId the customer
 * @param probability the calibrated probability of lapsing, 0 to 1
 * @param reasons in words, the strongest first; may be empty
 */
public record CustomerAtRisk(int rank, String customerId, double probability, List<String> reasons) {
    public CustomerAtRisk {
        if (rank < 1) {
            throw new IllegalArgumentException("rank must be 1 or more, found " + rank);
        }
        Checked.text(customerId, "customerId");
        Checked.share(probability, "probability");
        reasons = List.copyOf(reasons);
    }
}
