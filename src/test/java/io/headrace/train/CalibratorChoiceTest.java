package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.model.Calibrator;
import io.headrace.spec.Recipe.Calibration;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.IsotonicCurve;
import io.headrace.stats.PlattScaling;
import io.headrace.train.CalibratorChoice.Chosen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** F3: what calibrator is kept, and that it is said why none is. */
class CalibratorChoiceTest {
    private static final int FOLDS = 5;

    private record Scored(double score, boolean label, int fold) {}

    /** Rows whose rate is the score, bent by a power. */
    private static List<Scored> rows(long seed, int count, double power) {
        Random random = new Random(seed);
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double score = 0.05 + 0.9 * random.nextInt(60) / 60;
            rows.add(new Scored(score, random.nextDouble() < Math.pow(score, power), i % FOLDS));
        }
        return rows;
    }

    private static CalibratorChoice choice(List<Scored> rows) {
        boolean[] labels = new boolean[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = rows.get(i).label();
        }
        return new CalibratorChoice(
                rows.stream().mapToDouble(Scored::score).toArray(),
                labels,
                rows.stream().mapToInt(Scored::fold).toArray());
    }

    private static BinaryOutcomes outcomes(List<Scored> rows, Function<Scored, Double> score) {
        boolean[] labels = new boolean[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = rows.get(i).label();
        }
        return BinaryOutcomes.of(rows.stream().mapToDouble(score::apply).toArray(), labels);
    }

    private static Calibrator platt(List<Scored> rows) {
        PlattScaling curve = PlattScaling.fit(outcomes(rows, row -> Math.log(row.score() / (1 - row.score()))));
        return new Calibrator.Platt(curve.slope(), curve.offset());
    }

    private static Calibrator isotonic(List<Scored> rows) {
        IsotonicCurve curve = IsotonicCurve.fit(outcomes(rows, Scored::score));
        return Calibrator.Isotonic.through(curve.centres(), curve.rates());
    }

    /** Row by row, as one would write it on paper. */
    private static double loss(List<Scored> rows, Function<List<Scored>, Calibrator> fit) {
        double sum = 0;
        for (Scored row : rows) {
            Calibrator of = fit.apply(
                    rows.stream().filter(other -> other.fold() != row.fold()).toList());
            double p = Math.min(Math.max(of.calibrated(row.score()), 1e-15), 1 - 1e-15);
            sum -= Math.log(row.label() ? p : 1 - p);
        }
        return sum / rows.size();
    }

    @Test
    void theKindWithTheLeastLossOnOtherFoldsIsFittedToAllRows() {
        List<String> kept = new ArrayList<>();
        for (int seed = 0; seed < 24; seed++) {
            List<Scored> rows = rows(seed, 120 + 20 * (seed % 3), seed % 2 == 0 ? 1 : 3);
            double plain = loss(rows, others -> Calibrator.NONE);
            double platt = loss(rows, CalibratorChoiceTest::platt);
            double isotonic = loss(rows, CalibratorChoiceTest::isotonic);
            Chosen best = choice(rows).of(Calibration.BEST);
            String word = plain <= Math.min(platt, isotonic) ? "none" : platt <= isotonic ? "platt" : "isotonic";
            assertThat(best.calibrator().word()).isEqualTo(word);
            assertThat(best.why())
                    .isEqualTo(String.format(
                            Locale.ROOT,
                            "%s is kept, as the out-of-fold log loss is %.5f without, %.5f with platt, %.5f with isotonic",
                            word,
                            plain,
                            platt,
                            isotonic));
            assertThat(best.isDropped()).isEqualTo(word.equals("none"));
            assertThat(best.calibrator().calibrated(0.4))
                    .isCloseTo(
                            (word.equals("none")
                                            ? Calibrator.NONE
                                            : word.equals("platt") ? platt(rows) : isotonic(rows))
                                    .calibrated(0.4),
                            within(1e-6));
            kept.add(word);
        }
        assertThat(kept).contains("none", "platt");
    }

    @Test
    void aDeclaredKindIsDroppedToWhereItDoesNotHelp() {
        List<Scored> straight = rows(0, 120, 1);
        Chosen dropped = choice(straight).of(Calibration.ISOTONIC);
        assertThat(dropped.isDropped()).isTrue();
        assertThat(dropped.why())
                .startsWith("none is kept, as")
                .contains("with isotonic")
                .doesNotContain("platt");
        assertThat(choice(rows(1, 2000, 3))
                        .of(Calibration.ISOTONIC)
                        .calibrator()
                        .word())
                .isEqualTo("isotonic");
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        List<Scored> rows = rows(5, 400, 2);
        List<Scored> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(1));
        assertThat(choice(shuffled).of(Calibration.BEST)).isEqualTo(choice(rows).of(Calibration.BEST));
    }

    @Test
    void scoresThatRankTheWrongWayGetNoCurve() {
        List<Scored> rows = rows(3, 600, 1).stream()
                .map(row -> new Scored(row.score(), !row.label(), row.fold()))
                .toList();
        assertThat(choice(rows).of(Calibration.PLATT).isDropped()).isTrue();
    }
}
