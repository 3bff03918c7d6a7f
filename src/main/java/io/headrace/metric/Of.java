package io.headrace.metric;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** Which part of the data, of the model or which comparison a figure is of. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Of.All.class, name = "all"),
    @JsonSubTypes.Type(value = Of.Slice.class, name = "slice"),
    @JsonSubTypes.Type(value = Of.Label.class, name = "class"),
    @JsonSubTypes.Type(value = Of.Confusion.class, name = "confusion"),
    @JsonSubTypes.Type(value = Of.Bin.class, name = "bin"),
    @JsonSubTypes.Type(value = Of.Feature.class, name = "feature"),
    @JsonSubTypes.Type(value = Of.FeatureBin.class, name = "feature-bin"),
    @JsonSubTypes.Type(value = Of.Over.class, name = "over"),
    @JsonSubTypes.Type(value = Of.By.class, name = "by")
})
public sealed interface Of {
    /** All rows. */
    Of ALL = new All();

    /** In words, such as {@code country = France}; empty for all rows. */
    String words();

    /** All rows. */
    record All() implements Of {
        @Override
        public String words() {
            return "";
        }
    }

    /** Rows with one value of a feature; null for rows without one. */
    record Slice(String feature, String value) implements Of {
        public Slice {
            Objects.requireNonNull(feature, "feature");
        }

        @Override
        public String words() {
            return feature + " = " + (value == null ? "missing" : value);
        }
    }

    /** Rows with one class as label. */
    record Label(String name) implements Of {
        public Label {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String words() {
            return name;
        }
    }

    /** Rows with one class as label for which one class was predicted. */
    record Confusion(String name, String predicted) implements Of {
        public Confusion {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(predicted, "predicted");
        }

        @Override
        public String words() {
            return name + " predicted as " + predicted;
        }
    }

    /** Rows with scores in a bin, numbered from 1. */
    record Bin(int number) implements Of {
        @Override
        public String words() {
            return "bin " + number;
        }
    }

    /** A feature of the model. */
    record Feature(String feature) implements Of {
        public Feature {
            Objects.requireNonNull(feature, "feature");
        }

        @Override
        public String words() {
            return feature;
        }
    }

    /** Rows with a feature's value in a bin, numbered from 1, which a label describes. */
    record FeatureBin(String feature, int number, String label) implements Of {
        public FeatureBin {
            Objects.requireNonNull(feature, "feature");
            Objects.requireNonNull(label, "label");
        }

        @Override
        public String words() {
            return feature + " = " + label;
        }
    }

    /** The model over a rival on the same rows: a gain. */
    record Over(Rival rival) implements Of {
        public Over {
            Objects.requireNonNull(rival, "rival");
        }

        @Override
        public String words() {
            return "over " + rival.title();
        }
    }

    /** A rival itself, in place of the model. */
    record By(Rival rival) implements Of {
        public By {
            Objects.requireNonNull(rival, "rival");
        }

        @Override
        public String words() {
            return "of " + rival.title();
        }
    }
}
