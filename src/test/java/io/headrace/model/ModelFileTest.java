package io.headrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headrace.model.IntervalModel.Bounds;
import io.headrace.run.Digest;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class ModelFileTest {
    private static final String GOLDEN = new String(Examples.goldenBytes(), UTF_8);

    @Test
    void theFirstFormatLoadsForEverWithItsKnownScores() {
        ModelFile file = ModelFile.read(Examples.resource("linear-v1.json"), Examples.V1_DIGEST);

        assertThat(file).isEqualTo(Examples.FILE);
        assertThat(file.facts())
                .containsExactly(Map.entry("label", "no purchase in 30 days"), Map.entry("model", "lapse"));
        assertScore(file.model(), 0.91755, 0.7145426384176109, 84, 40.5, "Germany", true);
        assertScore(file.model(), -0.15327499999999994, 0.46175609342684987, null, Double.NaN, null, null);
        assertScore(file.model(), -1.6548, 0.16046127067600044, 12, 300, "Atlantis", false);
        assertScore(file.model(), -3.7749749999999995, 0.02242332537151607, 3, 1000.75, "Éire", true);
    }

    @Test
    void theGoldenFileIsWrittenByteForByte() {
        assertThat(new String(Examples.FILE.bytes(), UTF_8)).isEqualTo(GOLDEN);
        assertThat(Examples.FILE.digest()).isEqualTo(Examples.GOLDEN_DIGEST);
        assertThat(ModelFile.read(Examples.goldenBytes(), Examples.GOLDEN_DIGEST))
                .isEqualTo(Examples.FILE);
    }

    @Test
    void storedTreesLoadForEverWithTheirKnownScores() {
        assertThat(Examples.TREES.bytes()).isEqualTo(Examples.resource("trees-v2.json"));
        ModelFile file = ModelFile.read(Examples.resource("trees-v2.json"), Examples.TREES_DIGEST);

        assertThat(file).isEqualTo(Examples.TREES);
        LocalDate december = LocalDate.of(2024, 12, 24);
        assertThat(file.model().rawScore(new Object[] {31, "Germany", "A1", 40, december}))
                .isEqualTo(-0.5 + 0.75 + 0.125);
        assertThat(file.model().rawScore(new Object[] {30.25, null, "B2", null, null}))
                .isEqualTo(-0.5 - 1.5 + 0.5);
        assertThat(file.model().rawScore(new Object[] {null, "Éire", "Z9", 65, december.plusDays(8)}))
                .isEqualTo(-0.5 + 2 - 0.25);
        assertThat(file.calibrator().calibrated(0.6)).isCloseTo(0.575, within(1e-15));
    }

    @Test
    void storedClassesLoadForEverWithTheirKnownScores() {
        assertThat(Examples.CLASSES.bytes()).isEqualTo(Examples.resource("classes-v2.json"));
        ModelFile file = ModelFile.read(Examples.resource("classes-v2.json"), Examples.CLASSES_DIGEST);

        assertThat(file).isEqualTo(Examples.CLASSES);
        Scorer scorer = file.model().scorer();
        scorer.rawScore(new Object[] {8, "[0-10)"});
        assertThat(scorer.predicted()).isEqualTo(1);
        double sum = Math.exp(-1.5 + 2 - 0.5) + Math.exp(0.75) + Math.exp(0.5);
        assertThat(IntStream.range(0, 3).mapToDouble(scorer::probability).toArray())
                .containsExactly(new double[] {1 / sum, Math.exp(0.75) / sum, Math.exp(0.5) / sum}, within(1e-15));
        assertThat(file.model().rawScore(new Object[] {null, null})).isEqualTo(0.5);
    }

    @Test
    void storedIntervalsLoadForEverWithTheirKnownBounds() {
        assertThat(new String(Examples.INTERVAL.bytes(), UTF_8))
                .isEqualTo(new String(Examples.resource("interval-v3.json"), UTF_8));
        ModelFile file = ModelFile.read(Examples.resource("interval-v3.json"), Examples.INTERVAL_DIGEST);

        assertThat(file).isEqualTo(Examples.INTERVAL);
        IntervalModel interval = file.interval().orElseThrow();
        assertThat(interval.bounds(new Object[] {31, "Éire"})).isEqualTo(new Bounds(1.875, 33.875));
        assertThat(interval.bounds(new Object[] {null, "Germany"})).isEqualTo(new Bounds(0, 24.125));
        assertThat(file.model().score(new Object[] {40, "Germany"})).isEqualTo(10);
    }

    @Test
    void intervalsBelongToVersionThreeAlone() {
        String golden = new String(Examples.INTERVAL.bytes(), UTF_8);
        assertNotAModel(golden.replace("\"version\":3", "\"version\":2"), "Unrecognized field \"interval\"");
        assertNotAModel(
                GOLDEN.replace("\"version\":2", "\"version\":3"), "it is of version 3 and has no object \"interval\"");
        assertNotAModel(golden.replace("\"margin\":3.125,", ""), "Missing creator property 'margin'");
        assertInconsistent(
                golden.replace("\"coverage\":0.9", "\"coverage\":1.5"),
                "the coverage must lie between 0 and 1, found 1.5");
    }

    @Test
    void changedBytesAreRefused() {
        byte[] changed = GOLDEN.replace("-1.7", "-1.6").getBytes(UTF_8);

        assertThatRefusal(() -> ModelFile.read(changed, Examples.GOLDEN_DIGEST), "HEAD-MODEL-001", FailureKind.REFUSED)
                .withMessage("the model file was changed: its SHA-256 is " + Digest.of(changed) + ", expected "
                        + Examples.GOLDEN_DIGEST);
    }

    @Test
    void truncatedBytesAreRefusedEvenIfTheDigestWasTakenFromThem() {
        byte[] truncated = Arrays.copyOf(Examples.goldenBytes(), 400);

        assertThatRefusal(
                        () -> ModelFile.read(truncated, Examples.GOLDEN_DIGEST), "HEAD-MODEL-001", FailureKind.REFUSED)
                .withMessageStartingWith("the model file was changed");
        assertNotAModel(new String(truncated, UTF_8), "Unexpected end-of-input");
    }

    @Test
    void garbageIsRefused() {
        assertNotAModel("", "it does not say \"format\": \"headrace-model\"");
        assertNotAModel("[1, 2]", "it does not say \"format\": \"headrace-model\"");
        assertNotAModel("{\"format\":\"pmml\"}", "it does not say \"format\": \"headrace-model\"");
        assertNotAModel("hello", "Unrecognized token 'hello'");
        assertNotAModel(GOLDEN + "{}", "Trailing token");
        assertNotAModel(
                GOLDEN.replace("\"kind\":", "\"format\":\"headrace-model\",\"kind\":"), "Duplicate field 'format'");
        assertNotAModel(new byte[] {0, 0, 0, 1, 2, 3, 4, 5}, "");
    }

    @Test
    void aNewerFormatIsRefusedBeforeAnythingElseIsLookedAt() {
        String newer = "{\"format\":\"headrace-model\",\"version\":4,\"anything\":[]}";

        assertThatRefusal(() -> read(newer), "HEAD-MODEL-003", FailureKind.USER)
                .withMessage("the model file has format version 4, this Headrace reads up to 3");
    }

    @Test
    void versionsThatNeverWereAreRefused() {
        for (String version : List.of("0", "-1", "1.5", "\"1\"", "null", "99999999999")) {
            assertNotAModel(
                    GOLDEN.replace("\"version\":2", "\"version\":" + version),
                    "its version is \"" + version.replace("\"", "") + "\", expected a whole number from 1");
        }
    }

    @Test
    void unknownKindsAndKeysAreRefused() {
        assertNotAModel(
                GOLDEN.replace("\"linear\"", "\"forest\""),
                "its kind is \"forest\", known are \"linear\", \"trees\" and \"classes\"");
        assertNotAModel(GOLDEN.replace("\"facts\":", "\"notes\":{},\"facts\":"), "Unrecognized field \"notes\"");
        assertNotAModel(GOLDEN.replace("\"flag\"", "\"hash\""), "Could not resolve type id 'hash'");
        assertNotAModel(
                GOLDEN.replace(",\"missing-indicator\":true", ""), "Missing creator property 'missing-indicator'");
    }

    @Test
    void valuesOfTheWrongTypeAreRefused() {
        assertNotAModel(GOLDEN.replace("-1.7", "\"-1.7\""), "Cannot coerce String value");
        assertNotAModel(GOLDEN.replace("-1.7", "null"), "Invalid `null` value encountered");
        assertNotAModel(GOLDEN.replace("[0.0421", "[null"), "Invalid `null` value encountered");
        assertNotAModel(GOLDEN.replace("\"lapse\"", "null"), "Invalid `null` value encountered");
    }

    @Test
    void widthsThatDisagreeAreRefused() {
        assertInconsistent(GOLDEN.replace("[0.0421,", "["), "expected 9 coefficients, found 8");
        assertInconsistent(GOLDEN.replace("[31.5,", "[1.0,31.5,"), "expected 9 slot means, found 10");
        assertInconsistent(GOLDEN.replace("\"Germany\",", ""), "expected 8 coefficients, found 9");
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        assertInconsistent(GOLDEN.replace("-1.7", "1e999"), "the intercept must be finite, found Infinity");
        assertInconsistent(
                GOLDEN.replace("[0.0421", "[-1e999"),
                "the coefficient of slot days_since_purchase must be finite, found -Infinity");
        assertInconsistent(
                GOLDEN.replace("\"mean\":31.5", "\"mean\":1e999"),
                "feature days_since_purchase: mean must be finite, found Infinity");
        assertNotAModel(GOLDEN.replace("-1.7", "NaN"), "Non-standard token 'NaN'");
    }

    @Test
    void featuresThatContradictEachOtherAreRefused() {
        assertInconsistent(GOLDEN.replace("\"is_member\"", "\"country\""), "feature country is declared twice");
        assertInconsistent(GOLDEN.replace("\"Germany\"", "\"Éire\""), "level \"Éire\" is listed twice");
    }

    @Test
    void anExpectedDigestMustBeOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFile.read(Examples.goldenBytes(), "a83f"))
                .withMessage("expected a digest of 64 lower-case hexadecimal digits, found \"a83f\"");
    }

    @Test
    void textThatIsNotUnicodeIsRefusedWhenWritten() {
        ModelFile broken = new ModelFile(Examples.LAPSE, Map.of("model", "half a pair \ud83d!"));

        assertThatIllegalArgumentException()
                .isThrownBy(broken::bytes)
                .withMessage("a feature, level or fact of the model is not valid Unicode");
    }

    @Test
    void everyRefusalSaysWhatToDo() {
        assertThat(ModelErrors.changedBytes("a", "b").next())
                .isEqualTo("Restore the file from a copy with the expected digest, or train the model again.");
        assertThat(ModelErrors.notAModel("x").next())
                .isEqualTo("Check that the path names a model file and that the whole file was copied.");
        assertThat(ModelErrors.newerFormat(2, 1).next())
                .isEqualTo("Use a Headrace at least as new as the one that wrote the model.");
        assertThat(ModelErrors.inconsistent("x").next())
                .isEqualTo("Train the model again; a file written by Headrace never looks like this.");
    }

    private static void assertScore(CompiledModel model, double score, double probability, Object... raw) {
        assertThat(model.rawScore(raw)).isEqualTo(score);
        assertThat(model.score(raw)).isEqualTo(probability);
    }

    private static void assertNotAModel(String text, String why) {
        assertNotAModel(text.getBytes(UTF_8), why);
    }

    private static void assertNotAModel(byte[] bytes, String why) {
        assertThatRefusal(() -> ModelFile.read(bytes, Digest.of(bytes)), "HEAD-MODEL-002", FailureKind.REFUSED)
                .withMessageStartingWith("this is not a complete model file: " + why);
    }

    private static void assertInconsistent(String text, String why) {
        assertThatRefusal(() -> read(text), "HEAD-MODEL-004", FailureKind.REFUSED)
                .withMessage("the model file contradicts itself: " + why);
    }

    private static ModelFile read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ModelFile.read(bytes, Digest.of(bytes));
    }

    private static ThrowableAssertAlternative<HeadraceException> assertThatRefusal(
            Runnable reading, String code, FailureKind kind) {
        return assertThatExceptionOfType(HeadraceException.class)
                .isThrownBy(reading::run)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
