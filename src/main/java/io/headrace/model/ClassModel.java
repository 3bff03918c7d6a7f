package io.headrace.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * A multiclass model: one additive model for each class, over the same encoder.
 *
 * <p>With log-odds, the probability of class k is e^raw_k / Σ e^raw_j (softmax); with probabilities it is raw_k / Σ raw_j.
 */
public final class ClassModel implements CompiledModel {
    private static final long serialVersionUID = 1L;

    private final List<String> classes;
    private final List<AdditiveModel> parts;

    private ClassModel(List<String> classes, List<AdditiveModel> parts) {
        this.classes = List.copyOf(classes);
        this.parts = List.copyOf(parts);
        if (classes.size() < 2 || new HashSet<>(classes).size() < classes.size()) {
            throw new IllegalArgumentException("a model needs two classes or more, each once, found " + classes);
        }
        if (parts.size() != classes.size()) {
            throw ModelErrors.wrongCount("parts", classes.size(), parts.size());
        }
        AdditiveModel first = this.parts.get(0);
        if (!first.output().isProbability()) {
            throw new IllegalArgumentException("the output of a part must be log-odds or probability, found "
                    + first.output().word());
        }
        for (AdditiveModel part : this.parts) {
            if (!part.encoder().equals(first.encoder()) || part.output() != first.output()) {
                throw new IllegalArgumentException("all parts must have the same features and the same output");
            }
        }
    }

    /**
     * A model of these classes.
     *
     * @param classes two or more, each once
     * @param parts one for each, all with the same encoder and the same output, log-odds or probability
     */
    public static ClassModel of(List<String> classes, List<? extends AdditiveModel> parts) {
        return new ClassModel(classes, List.copyOf(parts));
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
    }

    @Override
    public FeatureEncoder encoder() {
        return parts.get(0).encoder();
    }

    @Override
    public Output output() {
        return parts.get(0).output();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /** The models of the classes, in their order. */
    public List<AdditiveModel> parts() {
        return parts;
    }

    @Override
    public int rawScores(double[] slots, double[] into) {
        int most = 0;
        for (int place = 0; place < into.length; place++) {
            into[place] = parts.get(place).rawScoreOf(slots);
            if (!(into[place] <= into[most])) {
                most = place;
            }
        }
        return most;
    }

    @Override
    public AdditiveModel part(int place) {
        return parts.get(place);
    }

    /** Subtracting the greatest keeps the exponentials finite. */
    @Override
    public void toProbabilities(double[] raw, int predicted) {
        double greatest = raw[predicted];
        double sum = 0;
        for (int place = 0; place < raw.length; place++) {
            raw[place] = output() == Output.LOG_ODDS ? StrictMath.exp(raw[place] - greatest) : Math.max(0, raw[place]);
            sum += raw[place];
        }
        for (int place = 0; place < raw.length; place++) {
            raw[place] /= sum;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassModel model && classes.equals(model.classes) && parts.equals(model.parts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(classes, parts);
    }

    @Override
    public String toString() {
        return "ClassModel[" + classes + ", " + parts + "]";
    }
}
