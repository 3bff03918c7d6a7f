package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** A decision tree over the slots of an encoder, as it is written down: a leaf, or a question with an answer on each side. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "node")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TreeNode.Leaf.class, name = "leaf"),
    @JsonSubTypes.Type(value = TreeNode.AtMost.class, name = "at-most"),
    @JsonSubTypes.Type(value = TreeNode.AtMostOrMissing.class, name = "at-most-or-missing"),
    @JsonSubTypes.Type(value = TreeNode.OneOf.class, name = "one-of")
})
public sealed interface TreeNode extends Serializable {
    /** How many training rows, by weight, came here; more than 0. */
    double cover();

    /**
     * An end.
     *
     * @param value what the tree says, finite
     * @param cover training rows by weight, more than 0
     */
    record Leaf(double value, double cover) implements TreeNode {
        public Leaf {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("the value of a leaf must be finite, found " + value);
            }
            if (!(cover > 0 && Double.isFinite(cover))) {
                throw new IllegalArgumentException("the cover of a leaf must be more than 0, found " + cover);
            }
        }
    }

    /** A question about a slot. */
    sealed interface Question extends TreeNode {
        /** The slot asked for, counted from 0. */
        int slot();

        /** Where a yes goes. */
        TreeNode yes();

        /** Where a no goes. */
        TreeNode no();

        @Override
        default double cover() {
            return yes().cover() + no().cover();
        }
    }

    /**
     * Whether the slot's number is at most a threshold; a missing one is not.
     *
     * @param threshold finite
     */
    record AtMost(int slot, double threshold, TreeNode yes, TreeNode no) implements Question {
        public AtMost {
            requireSlot(slot);
            Objects.requireNonNull(yes, "yes");
            Objects.requireNonNull(no, "no");
            requireThreshold(threshold);
        }
    }

    /**
     * Whether the slot's number is at most a threshold, or missing.
     *
     * @param threshold finite
     */
    record AtMostOrMissing(int slot, double threshold, TreeNode yes, TreeNode no) implements Question {
        public AtMostOrMissing {
            requireSlot(slot);
            Objects.requireNonNull(yes, "yes");
            Objects.requireNonNull(no, "no");
            requireThreshold(threshold);
        }
    }

    /**
     * Whether the slot's level, a whole number from 0, is one of some.
     *
     * @param levels each once
     */
    record OneOf(int slot, List<Integer> levels, TreeNode yes, TreeNode no) implements Question {
        public OneOf {
            requireSlot(slot);
            Objects.requireNonNull(yes, "yes");
            Objects.requireNonNull(no, "no");
            levels = List.copyOf(levels);
            if (levels.isEmpty() || levels.stream().anyMatch(level -> level < 0)) {
                throw new IllegalArgumentException("levels must be one or more numbers from 0, found " + levels);
            }
        }
    }

    private static void requireThreshold(double threshold) {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("a threshold must be finite, found " + threshold);
        }
    }

    private static void requireSlot(int slot) {
        if (slot < 0) {
            throw new IllegalArgumentException("a slot is counted from 0, found " + slot);
        }
    }
}
