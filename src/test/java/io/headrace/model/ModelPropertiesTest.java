package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws that hold for any encoder, any coefficients and any row. */
class ModelPropertiesTest {
    private static final List<String> LEVELS = List.of("red", "green", "", "blau ü", "=", "😀");
    private static final double BOUND = 1e-9;

    /** A model and a row that it can score. */
    record Case(LinearModel model, Object[] row) {
        @Override
        public String toString() {
            return model + " on " + Arrays.toString(row);
        }
    }

    @Property(seed = "11", tries = 500)
    void contributionsAddUpToTheRawScore(@ForAll("cases") Case any) {
        Explanation explanation = any.model().explain(any.row());

        double sum = explanation.baseValue();
        for (Contribution contribution : explanation.contributions()) {
            sum += contribution.amount();
        }

        assertThat(sum).isEqualTo(explanation.rawScore()).isEqualTo(any.model().rawScore(any.row()));
    }

    @Property(seed = "12", tries = 500)
    void theRawScoreEqualsTheExactDotProduct(@ForAll("cases") Case any) {
        double[] slots = encoded(any);
        double[] coefficients = any.model().coefficients();
        BigDecimal exact = new BigDecimal(any.model().intercept());
        for (int slot = 0; slot < slots.length; slot++) {
            exact = exact.add(new BigDecimal(coefficients[slot]).multiply(new BigDecimal(slots[slot])));
        }

        double raw = any.model().rawScore(any.row());

        assertThat(Math.abs(raw - exact.doubleValue())).isLessThanOrEqualTo(BOUND * Math.max(1, Math.abs(raw)));
    }

    @Property(seed = "13", tries = 500)
    void everyScoreIsFiniteAndEveryProbabilityWithinZeroAndOne(@ForAll("cases") Case any) {
        assertThat(any.model().rawScore(any.row())).isFinite();
        assertThat(any.model().score(any.row())).isBetween(0.0, 1.0);
    }

    @Property(seed = "14", tries = 500)
    void encodingTwiceIntoTheSameBufferGivesTheSameSlots(@ForAll("cases") Case any, @ForAll double before) {
        double[] reused = new double[any.model().encoder().width()];
        Arrays.fill(reused, before);

        any.model().encoder().encode(any.row(), reused);
        double[] once = reused.clone();
        any.model().encoder().encode(any.row(), reused);

        assertThat(reused).containsExactly(once).containsExactly(encoded(any));
    }

    @Property(seed = "15", tries = 500)
    void eachCategoryAndFlagSetsAtMostOneSlot(@ForAll("cases") Case any) {
        FeatureEncoder encoder = any.model().encoder();
        double[] slots = encoded(any);
        double[] sums = new double[encoder.featureCount()];
        for (int slot = 0; slot < slots.length; slot++) {
            sums[encoder.featureOf(slot)] += slots[slot];
        }

        for (int feature = 0; feature < sums.length; feature++) {
            if (!(encoder.encodings().get(feature) instanceof Encoding.Numeric)) {
                assertThat(sums[feature]).isIn(0.0, 1.0);
            }
        }
    }

    @Property(seed = "16", tries = 500)
    void slotNamesMatchTheWidth(@ForAll("encoders") FeatureEncoder encoder) {
        assertThat(encoder.slotNames()).hasSize(encoder.width()).doesNotHaveDuplicates();
    }

    @Property(seed = "17", tries = 500)
    void aSavedModelReadsBackToTheBit(@ForAll("modelsOfAnyDoubles") LinearModel model) {
        ModelFile file = new ModelFile(model, Map.of("model", "any"));
        byte[] bytes = file.bytes();

        ModelFile back = ModelFile.read(bytes, file.digest());

        assertThat(back).isEqualTo(file);
        assertThat(back.bytes()).isEqualTo(bytes);
    }

    @Property(seed = "18", tries = 200)
    void topReasonsAreAPrefixOfTheFullRanking(@ForAll("cases") Case any, @ForAll ReasonOrder order) {
        Explanation explanation = any.model().explain(any.row());
        List<Contribution> ranked = new ArrayList<>(explanation.contributions());
        ranked.removeIf(contribution -> order.strength(contribution.amount()) <= 0);
        ranked.sort((a, b) -> Double.compare(order.strength(b.amount()), order.strength(a.amount())));

        for (int atMost = 0; atMost <= ranked.size() + 1; atMost++) {
            assertThat(explanation.topReasons(atMost, order))
                    .isEqualTo(ranked.subList(0, Math.min(atMost, ranked.size())));
        }
    }

    @Provide
    Arbitrary<FeatureEncoder> encoders() {
        return Arbitraries.integers().between(1, 8).flatMap(this::encodersOf);
    }

    @Provide
    Arbitrary<Case> cases() {
        return encoders()
                .flatMap(encoder -> Combinators.combine(moderateModels(encoder), rows(encoder))
                        .as(Case::new));
    }

    @Provide
    Arbitrary<LinearModel> modelsOfAnyDoubles() {
        return encoders().flatMap(encoder -> models(encoder, anyBits(1e150), anyBits(1e150)));
    }

    private Arbitrary<FeatureEncoder> encodersOf(int features) {
        List<Arbitrary<Encoding>> encodings = new ArrayList<>();
        for (int feature = 0; feature < features; feature++) {
            encodings.add(encoding("feature_" + feature));
        }
        return Combinators.combine(encodings).as(FeatureEncoder::of);
    }

    private static Arbitrary<Encoding> encoding(String name) {
        return Arbitraries.oneOf(
                Combinators.combine(moderate(1e3), Arbitraries.of(true, false))
                        .as((mean, indicator) -> new Encoding.Numeric(name, mean, indicator)),
                Arbitraries.shuffle(LEVELS)
                        .flatMap(levels -> Arbitraries.integers()
                                .between(0, LEVELS.size())
                                .map(count -> new Encoding.Categorical(name, Levels.of(levels.subList(0, count))))),
                Arbitraries.just(new Encoding.Flag(name)));
    }

    private static Arbitrary<LinearModel> moderateModels(FeatureEncoder encoder) {
        return models(encoder, moderate(5), moderate(1e3));
    }

    private static Arbitrary<LinearModel> models(
            FeatureEncoder encoder, Arbitrary<Double> coefficients, Arbitrary<Double> means) {
        return Combinators.combine(
                        coefficients,
                        coefficients.list().ofSize(encoder.width()),
                        means.list().ofSize(encoder.width()))
                .as((intercept, weights, averages) ->
                        LinearModel.of(encoder, Output.LOG_ODDS, intercept, array(weights), array(averages)));
    }

    private static Arbitrary<Object[]> rows(FeatureEncoder encoder) {
        return Combinators.combine(encoder.encodings().stream()
                        .map(ModelPropertiesTest::value)
                        .toList())
                .as(List::toArray);
    }

    private static Arbitrary<Object> value(Encoding encoding) {
        Arbitrary<Object> present;
        if (encoding instanceof Encoding.Numeric) {
            present = numbers();
        } else if (encoding instanceof Encoding.Categorical) {
            present = Arbitraries.oneOf(
                            Arbitraries.of(LEVELS), Arbitraries.strings().ofMaxLength(5))
                    .asGeneric();
        } else {
            present = Arbitraries.of(true, false).asGeneric();
        }
        return present.injectNull(0.2);
    }

    private static Arbitrary<Object> numbers() {
        return Arbitraries.oneOf(
                moderate(1e3).asGeneric(),
                moderate(1e3).map(BigDecimal::new).asGeneric(),
                moderate(1e3).map(Double::floatValue).asGeneric(),
                Arbitraries.integers().between(-1000, 1000).asGeneric(),
                Arbitraries.longs().between(-1000, 1000).asGeneric(),
                Arbitraries.of(Double.NaN, Float.NaN, -0.0, Double.MIN_VALUE).asGeneric());
    }

    private static Arbitrary<Double> moderate(double bound) {
        return Arbitraries.doubles().between(-bound, bound).ofScale(6);
    }

    private static Arbitrary<Double> anyBits(double bound) {
        return Arbitraries.longs().map(Double::longBitsToDouble).filter(value -> Math.abs(value) < bound);
    }

    private static double[] encoded(Case any) {
        double[] slots = new double[any.model().encoder().width()];
        any.model().encoder().encode(any.row(), slots);
        return slots;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
