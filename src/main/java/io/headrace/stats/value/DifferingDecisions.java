package io.headrace.stats.value;

/**
 * The rows on which two models decide differently, by what they turned out to be: all that tells their values apart.
 *
 * <p>Both scored the same rows, and the decision must not change the outcome. Where it does, only rows whose arm was drawn by chance tell.
 *
 * @param rows all rows, 1 or more
 * @param onlyFirstPositive positive rows that only the first acts on; 0 or more, as all
 * @param onlyFirstNegative negative rows that only the first acts on
 * @param onlySecondPositive positive rows that only the second acts on
 * @param onlySecondNegative negative rows that only the second acts on
 */
public record DifferingDecisions(
        long rows, long onlyFirstPositive, long onlyFirstNegative, long onlySecondPositive, long onlySecondNegative) {
    public DifferingDecisions {
        if (onlyFirstPositive < 0 || onlyFirstNegative < 0 || onlySecondPositive < 0 || onlySecondNegative < 0) {
            throw new IllegalArgumentException("counts must be 0 or more");
        }
        if (rows < onlyFirstPositive + onlyFirstNegative + onlySecondPositive + onlySecondNegative) {
            throw new IllegalArgumentException("rows must be as many as those that differ, found " + rows);
        }
    }

    /** What the first model's decisions are worth more than the second's. */
    public Worth difference(CostMatrix matrix) {
        double onPositive = matrix.gainOnPositive();
        double onNegative = matrix.gainOnNegative();
        return Worth.ofSums(
                rows,
                onPositive * (onlyFirstPositive - onlySecondPositive)
                        + onNegative * (onlyFirstNegative - onlySecondNegative),
                onPositive * onPositive * (onlyFirstPositive + onlySecondPositive)
                        + onNegative * onNegative * (onlyFirstNegative + onlySecondNegative),
                matrix.currency());
    }
}
