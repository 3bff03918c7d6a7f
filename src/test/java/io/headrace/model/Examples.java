package io.headrace.model;

import io.headrace.model.CalendarParts.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The model of the golden file, built from its numbers. */
final class Examples {
    static final FeatureEncoder ENCODER = FeatureEncoder.of(List.of(
            new Encoding.Numeric("days_since_purchase", 31.5, true),
            new Encoding.Numeric("spend_90d", 120.25, false),
            new Encoding.Categorical("country", Levels.of(List.of("United Kingdom", "Germany", "Éire"))),
            new Encoding.Flag("is_member")));

    private static final FeatureEncoder CLASSES_ENCODER = FeatureEncoder.of(List.of(
            new Encoding.Numeric("days", 3.5, false), new Encoding.Categorical("age", Levels.of(List.of("[70-80)")))));

    static final LinearModel LAPSE = LinearModel.of(
            ENCODER,
            Output.LOG_ODDS,
            -1.7,
            new double[] {0.0421, 0.3, -0.0017, -0.25, 0.1, 0.05, 0, -0.6, 0.125},
            new double[] {31.5, 0.02, 120.25, 0.06, 0.03, 0.1, 0, 0.4, 0.01});

    static final ModelFile FILE = new ModelFile(LAPSE, Map.of("model", "lapse", "label", "no purchase in 30 days"));

    static final String GOLDEN_DIGEST = "e263cbd612f6a7010a4df074ba4f9aba11185923cd7225d7b074dc2596cce0bb";

    /** Digest of the same model as format version 1 wrote it. */
    static final String V1_DIGEST = "a83fa6b9312f2c4c938ec77f5618b0b9da04ee775fd1410085aa9c59d3729644";

    /** Every kind of split and encoding, and a calibrator. */
    static final ModelFile TREES = new ModelFile(
            TreeModel.of(
                    FeatureEncoder.of(List.of(
                            new Encoding.Numeric("days", 31.5, true),
                            new Encoding.Index("country", Levels.of(List.of("Germany", "Éire"))),
                            new TargetMeans("postcode", new TreeMap<>(Map.of("A1", 0.25, "B2", 0.5)), 0.3, 0.1),
                            new Bins("age", List.of(18.0, 65.0), true),
                            new CalendarParts("joined", List.of(Part.MONTH, Part.WEEKDAY), true))),
                    Output.LOG_ODDS,
                    -0.5,
                    List.of(
                            new TreeNode.AtMost(
                                    0,
                                    30.25,
                                    new TreeNode.Leaf(-1.5, 60),
                                    new TreeNode.OneOf(
                                            2, List.of(0, 2), new TreeNode.Leaf(0.75, 25), new TreeNode.Leaf(2, 15))),
                            new TreeNode.AtMost(
                                    3,
                                    0.4,
                                    new TreeNode.OneOf(
                                            5, List.of(11), new TreeNode.Leaf(0.125, 30), new TreeNode.Leaf(-0.25, 40)),
                                    new TreeNode.OneOf(
                                            4, List.of(1, 3), new TreeNode.Leaf(0.5, 20), new TreeNode.Leaf(0, 10))))),
            Calibrator.Isotonic.through(new double[] {0.1, 0.4, 0.8}, new double[] {0.05, 0.45, 0.7}),
            Map.of("model", "lapse"));

    static final String TREES_DIGEST = "d73a151469a784754180dca5be189962b0bd235a62db2f8139ac728a075a9ad4";

    /** One class of each kind of part. */
    static final ModelFile CLASSES = new ModelFile(
            ClassModel.of(
                    List.of("<30", ">30", "NO"),
                    List.of(
                            LinearModel.of(
                                    CLASSES_ENCODER,
                                    Output.LOG_ODDS,
                                    -1.5,
                                    new double[] {0.25, -0.5, 0.125},
                                    new double[] {3, 0.5, 0.25}),
                            TreeModel.of(
                                    CLASSES_ENCODER,
                                    Output.LOG_ODDS,
                                    0.25,
                                    List.of(new TreeNode.AtMostOrMissing(
                                            0, 4.5, new TreeNode.Leaf(-0.75, 30), new TreeNode.Leaf(0.5, 10)))),
                            LinearModel.of(
                                    CLASSES_ENCODER, Output.LOG_ODDS, 0.5, new double[3], new double[] {3, 0.5, 0.25
                                    }))),
            Map.of("model", "readmission"));

    static final String CLASSES_DIGEST = "ac1cb29a21a849d7dcd082744142e7e2e1ffc97dae8b5d9c8446fb7d483860aa";

    private static final FeatureEncoder SPEND_ENCODER = FeatureEncoder.of(
            List.of(new Encoding.Plain("days"), new Encoding.Index("country", Levels.of(List.of("Germany", "Éire")))));

    /** A number with a prediction interval whose bounds have encodings of their own. */
    static final ModelFile INTERVAL = new ModelFile(
            LinearModel.of(
                    FeatureEncoder.of(List.of(
                            new Encoding.Numeric("days", 31.5, false),
                            new Encoding.Categorical("country", Levels.of(List.of("Germany"))))),
                    Output.NUMBER,
                    20,
                    new double[] {-0.25, 2, 1},
                    new double[] {31.5, 0.25, 0.125}),
            Calibrator.NONE,
            Optional.of(new IntervalModel(
                    0.9,
                    TreeModel.of(
                            SPEND_ENCODER,
                            Output.NUMBER,
                            4.5,
                            List.of(new TreeNode.AtMostOrMissing(
                                    0, 30.25, new TreeNode.Leaf(-1.5, 60), new TreeNode.Leaf(0.5, 20)))),
                    TreeModel.of(
                            SPEND_ENCODER,
                            Output.NUMBER,
                            24,
                            List.of(new TreeNode.OneOf(
                                    1, List.of(0, 2), new TreeNode.Leaf(-3, 50), new TreeNode.Leaf(6.75, 30)))),
                    3.125,
                    true)),
            Map.of("model", "spend"));

    static final String INTERVAL_DIGEST = "80ec7ad1b0ad47c6fa623dc1039380741052365cf7fa493ffdb6d955dba3861b";

    private Examples() {}

    static byte[] goldenBytes() {
        return resource("linear-v2.json");
    }

    static byte[] resource(String name) {
        try (InputStream file = Examples.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
