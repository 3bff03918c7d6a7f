package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** A node of a decision tree over the slots of an encoder, as a model file holds it: a leaf, or a split with two children. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "node")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TreeNode.Leaf.class, name = "leaf"),
    @JsonSubTypes.Type(value = TreeNode.AtMost.class, name = "at-most"),
    @JsonSubTypes.Type(value = TreeNode.AtMostOrMissing.class, name = "at-most-or-missing"),
    @JsonSubTypes.Type(value = TreeNode.OneOf.class, name = "one-of")
})
public sealed interface TreeNode extends Serializable {
    /** The weight of the training rows that reach the node, more than 0. */
    double cover();

    /**
     * A leaf.
     *
     * @param value what the tree adds to the raw score, finite
     * @param cover the weight of its training rows, more than 0
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

    /** A split: rows whose slot fulfils the condition go to the yes child, all others to the no child. */
    sealed interface Split extends TreeNode {
        /** The slot that it splits by, counted from 0. */
        int slot();

        /** The child of rows that fulfil the condition. */
        TreeNode yes();

        /** The child of all other rows. */
        TreeNode no();

        @Override
        default double cover() {
            return yes().cover() + no().cover();
        }
    }

    /**
     * A split by x ≤ threshold; a missing number goes to the no child.
     *
     * @param threshold finite
     */
    record AtMost(int slot, double threshold, TreeNode yes, TreeNode no) implements Split {
        public AtMost {
            requireSlot(slot);
            Objects.requireNonNull(yes, "yes");
            Objects.requireNonNull(no, "no");
            requireThreshold(threshold);
        }
    }

    /**
     * A split by x ≤ threshold; a missing number goes to the yes child.
     *
     * @param threshold finite
     */
    record AtMostOrMissing(int slot, double threshold, TreeNode yes, TreeNode no) implements Split {
        public AtMostOrMissing {
            requireSlot(slot);
            Objects.requireNonNull(yes, "yes");
            Objects.requireNonNull(no, "no");
            requireThreshold(threshold);
        }
    }

    /**
     * A split by a set of levels, which are whole numbers from 0.
     *
     * @param levels those of the yes child, each once
     */
    record OneOf(int slot, List<Integer> levels, TreeNode yes, TreeNode no) implements Split {
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
