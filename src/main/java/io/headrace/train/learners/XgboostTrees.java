package io.headrace.train.learners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.model.AdditiveModel;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trees in XGBoost's JSON format, compiled.
 *
 * <p>XGBoost splits by whether a number, rounded to 32 bits, is less than a threshold of 32 bits. In 64 bits these are the numbers that are at
 * most the largest double that rounds to below the threshold, so splits are exact. XGBoost adds leaves in 32 bits, Headrace in 64: raw scores
 * differ by the rounding of 32 bits.
 */
final class XgboostTrees {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode learner;
    private final FeatureEncoder encoder;

    private XgboostTrees(JsonNode learner, FeatureEncoder encoder) {
        this.learner = learner;
        this.encoder = encoder;
    }

    /** The trees of a file. */
    static XgboostTrees read(byte[] json, FeatureEncoder encoder) {
        try {
            return new XgboostTrees(JSON.readTree(json).path("learner"), encoder);
        } catch (IOException e) {
            throw new IllegalStateException("XGBoost wrote a model that is not JSON", e);
        }
    }

    /**
     * The model of a group of trees.
     *
     * @param group the place of a class, or 0 if there are no classes
     */
    AdditiveModel model(int group, Output output) {
        JsonNode model = learner.path("gradient_booster").path("model");
        JsonNode all = model.path("trees");
        List<TreeNode> trees = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (model.path("tree_info").get(i).intValue() == group) {
                trees.add(node(all.get(i), 0));
            }
        }
        return TreeModel.of(encoder, output, start(group, output), trees);
    }

    /** The intercept. XGBoost stores it as a score, or as raw scores of several classes; newer releases store a list. */
    private double start(int group, Output output) {
        JsonNode parameters = learner.path("learner_model_param");
        String text = parameters.path("base_score").asText().replace("[", "").replace("]", "");
        List<String> scores = Arrays.asList(text.split(",", -1));
        float score = Float.parseFloat(scores.get(Math.min(group, scores.size() - 1)));
        if (output == Output.LOG) {
            return (float) Math.log(score);
        }
        boolean isRaw = output == Output.NUMBER || parameters.path("num_class").asInt() > 1;
        return isRaw ? score : (float) -Math.log(1 / score - 1);
    }

    private static TreeNode node(JsonNode tree, int index) {
        int left = tree.path("left_children").get(index).intValue();
        double number = tree.path("split_conditions").get(index).floatValue();
        if (left < 0) {
            double cover = tree.path("sum_hessian").get(index).doubleValue();
            return new TreeNode.Leaf(number, Math.max(cover, Float.MIN_NORMAL));
        }
        int slot = tree.path("split_indices").get(index).intValue();
        if (tree.path("split_type").path(index).asInt() == 1) {
            TreeNode rest = node(tree, left);
            return new TreeNode.OneOf(
                    slot,
                    levels(tree, index),
                    node(tree, tree.path("right_children").get(index).intValue()),
                    rest);
        }
        double border = border((float) number);
        TreeNode yes = node(tree, left);
        TreeNode no = node(tree, tree.path("right_children").get(index).intValue());
        return tree.path("default_left").get(index).asInt() == 1
                ? new TreeNode.AtMostOrMissing(slot, border, yes, no)
                : new TreeNode.AtMost(slot, border, yes, no);
    }

    /** The levels that go to the right child; all other values go to the left. */
    private static List<Integer> levels(JsonNode tree, int index) {
        JsonNode nodes = tree.path("categories_nodes");
        List<Integer> levels = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).intValue() == index) {
                int from = tree.path("categories_segments").get(i).intValue();
                int size = tree.path("categories_sizes").get(i).intValue();
                for (int level = from; level < from + size; level++) {
                    levels.add(tree.path("categories").get(level).intValue());
                }
            }
        }
        return levels;
    }

    /** The greatest double that rounds to a float below the threshold; halves round to the even neighbour. */
    static double border(float threshold) {
        float below = Math.nextDown(threshold);
        double middle = ((double) below + threshold) / 2;
        return (float) middle == below ? middle : Math.nextDown(middle);
    }
}
