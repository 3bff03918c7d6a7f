package io.headrace.train.learners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.model.CompiledModel;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees in XGBoost's JSON format, compiled.
 *
 * <p>XGBoost asks whether a number, rounded to 32 bits, is less than a threshold of 32 bits. The same numbers of 64 bits are at most the
 * border of what rounds down, so the question is kept exactly. It adds leaves in 32 bits, we in 64: raw scores differ by its rounding.
 */
final class XgboostTrees {
    private static final ObjectMapper JSON = new ObjectMapper();

    private XgboostTrees() {}

    /** The model of a file. */
    static CompiledModel compiled(byte[] json, FeatureEncoder encoder, Output output) {
        try {
            JsonNode learner = JSON.readTree(json).path("learner");
            List<TreeNode> trees = new ArrayList<>();
            learner.path("gradient_booster").path("model").path("trees").forEach(tree -> trees.add(node(tree, 0)));
            return TreeModel.of(encoder, output, start(learner, output), trees);
        } catch (IOException e) {
            throw new IllegalStateException("XGBoost wrote a model that is not JSON", e);
        }
    }

    /** What trees are added to: the file says it as a score, and as a list of one in newer releases. */
    private static double start(JsonNode learner, Output output) {
        String text = learner.path("learner_model_param").path("base_score").asText();
        float score = Float.parseFloat(text.replace("[", "").replace("]", ""));
        return output == Output.LOG_ODDS ? (float) -Math.log(1 / score - 1) : score;
    }

    private static TreeNode node(JsonNode tree, int index) {
        int left = tree.path("left_children").get(index).intValue();
        double number = tree.path("split_conditions").get(index).floatValue();
        if (left < 0) {
            double cover = tree.path("sum_hessian").get(index).doubleValue();
            return new TreeNode.Leaf(number, Math.max(cover, Float.MIN_NORMAL));
        }
        int slot = tree.path("split_indices").get(index).intValue();
        double border = border((float) number);
        TreeNode yes = node(tree, left);
        TreeNode no = node(tree, tree.path("right_children").get(index).intValue());
        return tree.path("default_left").get(index).asInt() == 1
                ? new TreeNode.AtMostOrMissing(slot, border, yes, no)
                : new TreeNode.AtMost(slot, border, yes, no);
    }

    /** The greatest double that rounds to a float below the threshold; halves round to the even neighbour. */
    static double border(float threshold) {
        float below = Math.nextDown(threshold);
        double middle = ((double) below + threshold) / 2;
        return (float) middle == below ? middle : Math.nextDown(middle);
    }
}
