package io.headrace.model;

/**
 * The features asked for on the way to a node, and the weights of their subsets: the path of Lundberg et al. 2018, algorithm 2. Each feature
 * stands on it once; further questions about it narrow it.
 */
final class FeaturePath {
    private static final int NONE = -1;

    private final int[] features;
    private final double[] shares;
    private final double[] ones;
    private final double[] weights;
    private int length;

    /** @param capacity one more than the features that may stand on it */
    FeaturePath(int capacity) {
        this.features = new int[capacity];
        this.shares = new double[capacity];
        this.ones = new double[capacity];
        this.weights = new double[capacity];
    }

    /** Begins anew at a root. */
    void clear() {
        features[0] = NONE;
        shares[0] = 1;
        ones[0] = 1;
        weights[0] = 1;
        length = 1;
    }

    /**
     * Becomes another path with one more question.
     *
     * @param share of the training rows at the question that went this way
     * @param taken whether the row does
     */
    void follow(FeaturePath before, int feature, double share, boolean taken) {
        copy(before);
        double ofShare = share;
        double ofOne = taken ? 1 : 0;
        int place = place(feature);
        if (place > 0) {
            ofShare *= shares[place];
            ofOne *= ones[place];
            remove(place);
        }
        extend(feature, ofShare, ofOne);
    }

    private void copy(FeaturePath other) {
        System.arraycopy(other.features, 0, features, 0, other.length);
        System.arraycopy(other.shares, 0, shares, 0, other.length);
        System.arraycopy(other.ones, 0, ones, 0, other.length);
        System.arraycopy(other.weights, 0, weights, 0, other.length);
        length = other.length;
    }

    private int place(int feature) {
        for (int i = 1; i < length; i++) {
            if (features[i] == feature) {
                return i;
            }
        }
        return NONE;
    }

    private void extend(int feature, double share, double one) {
        int last = length;
        features[last] = feature;
        shares[last] = share;
        ones[last] = one;
        weights[last] = 0;
        for (int i = last - 1; i >= 0; i--) {
            weights[i + 1] += one * weights[i] * (i + 1) / (last + 1);
            weights[i] = share * weights[i] * (last - i) / (last + 1);
        }
        length++;
    }

    private void remove(int place) {
        int last = length - 1;
        double one = ones[place];
        double share = shares[place];
        double next = weights[last];
        for (int i = last - 1; i >= 0; i--) {
            if (one != 0) {
                double before = weights[i];
                weights[i] = next * (last + 1) / ((i + 1) * one);
                next = before - weights[i] * share * (last - i) / (last + 1);
            } else {
                weights[i] = weights[i] * (last + 1) / (share * (last - i));
            }
        }
        for (int i = place; i < last; i++) {
            features[i] = features[i + 1];
            shares[i] = shares[i + 1];
            ones[i] = ones[i + 1];
        }
        length--;
    }

    /** Adds what each feature contributes to a leaf's value. */
    void contribute(double value, double[] into) {
        for (int i = 1; i < length; i++) {
            into[features[i]] += sumWithout(i) * (ones[i] - shares[i]) * value;
        }
    }

    /** The sum of the weights if the feature at the place were not on the path. */
    private double sumWithout(int place) {
        int last = length - 1;
        double one = ones[place];
        double share = shares[place];
        double next = weights[last];
        double sum = 0;
        for (int i = last - 1; i >= 0; i--) {
            if (one != 0) {
                double weight = next * (last + 1) / ((i + 1) * one);
                sum += weight;
                next = weights[i] - weight * share * (last - i) / (last + 1);
            } else {
                sum += weights[i] * (last + 1) / (share * (last - i));
            }
        }
        return sum;
    }
}
