package io.headrace.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The model of the golden file, built from its numbers. */
final class Examples {
    static final FeatureEncoder ENCODER = FeatureEncoder.of(List.of(
            new Encoding.Numeric("days_since_purchase", 31.5, true),
            new Encoding.Numeric("spend_90d", 120.25, false),
            new Encoding.Categorical("country", Levels.of(List.of("United Kingdom", "Germany", "Éire"))),
            new Encoding.Flag("is_member")));

    static final LinearModel LAPSE = LinearModel.of(
            ENCODER, -1.7, new double[] {0.0421, 0.3, -0.0017, -0.25, 0.1, 0.05, 0, -0.6, 0.125}, new double[] {
                31.5, 0.02, 120.25, 0.06, 0.03, 0.1, 0, 0.4, 0.01
            });

    static final ModelFile FILE = new ModelFile(LAPSE, Map.of("model", "lapse", "label", "no purchase in 30 days"));

    static final String GOLDEN_DIGEST = "a83fa6b9312f2c4c938ec77f5618b0b9da04ee775fd1410085aa9c59d3729644";

    private Examples() {}

    static byte[] goldenBytes() {
        try (InputStream file = Examples.class.getResourceAsStream("linear-v1.json")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
