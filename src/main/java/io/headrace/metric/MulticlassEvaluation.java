package io.headrace.metric;

import static io.headrace.metric.Measured.exactly;

import io.headrace.stats.ClassConfusion;
import io.headrace.stats.ClassErrors;
import io.headrace.stats.McNemar;
import io.headrace.stats.PairedMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evaluates a model of a multiclass label.
 *
 * <p>The gain over the champion is the share by which the log loss is less, so that 0 is as good and 0.1 a tenth better; its interval comes
 * from the differences row by row, divided by the champion's loss as if it were known exactly. A baseline names a class, so the gain over
 * it is the difference of the accuracies.
 *
 * @param outcomes errors, confusion and areas
 * @param baseline comparison with the plain rule
 * @param champion comparison with the champion
 * @param slices errors by slice
 * @param shift population stability index of the probability of the predicted class, training to test
 */
public record MulticlassEvaluation(
        Outcomes.Multiclass outcomes,
        Optional<Other> baseline,
        Optional<Other> champion,
        List<Slice> slices,
        OptionalDouble shift)
        implements Evaluation {
    public MulticlassEvaluation {
        slices = List.copyOf(slices);
    }

    /**
     * Another model, or a plain rule, on the same rows.
     *
     * @param right rows whose class it predicts
     * @param logLoss its mean log loss; not a number for a rule
     * @param accuracyGain 1, 0 or −1 for each row: whether the model alone is right, neither or both, or the other alone
     * @param logLossGain its log loss minus the model's, row by row; empty for a rule
     * @param differences rows on which one alone is right
     */
    public record Other(
            long right,
            double logLoss,
            PairedMean accuracyGain,
            Optional<PairedMean> logLossGain,
            McNemar differences) {}

    @Override
    public String headline() {
        ClassErrors errors = outcomes.errors();
        return String.format(Locale.ROOT, "accuracy %.4f, log loss %.4f", errors.accuracy(), errors.logLoss());
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(Evaluation.measured(outcomes, slices, shift));
        baseline.ifPresent(other -> addOther(figures, Rival.BASELINE, other));
        champion.ifPresent(other -> addOther(figures, Rival.CHAMPION, other));
        outcomes.confusion().classes().forEach(name -> addClass(figures, name));
        figures.addAll(BinaryEvaluation.calibrationFigures(Outcomes.byMass(outcomes.sure())));
        return figures;
    }

    private void addOther(List<Figure> figures, Rival rival, Other other) {
        Of by = new Of.By(rival);
        Of over = new Of.Over(rival);
        figures.add(figure(StandardMetrics.ACCURACY, by, exactly((double) other.right() / rows())));
        figures.add(figure(StandardMetrics.ACCURACY_GAIN, over, Measured.of(other.accuracyGain())));
        figures.add(figure(
                StandardMetrics.PREDICTED_P_VALUE,
                over,
                exactly(other.differences().pValue())));
        other.logLossGain().ifPresent(gain -> {
            figures.add(figure(StandardMetrics.LOG_LOSS, by, exactly(other.logLoss())));
            figures.add(figure(StandardMetrics.LOG_LOSS_GAIN, over, Measured.of(gain)));
            figures.add(figure(
                    StandardMetrics.LOG_LOSS_SHARE_GAINED,
                    over,
                    Measured.of(gain).times(1 / other.logLoss())));
        });
    }

    private void addClass(List<Figure> figures, String name) {
        ClassConfusion confusion = outcomes.confusion();
        Of of = new Of.Label(name);
        long actual = confusion.actual(name);
        figures.add(figure(StandardMetrics.CLASS_SHARE, of, exactly((double) actual / rows())));
        figures.add(Figure.test(
                StandardMetrics.PRECISION, of, exactly(confusion.precision(name)), confusion.predicted(name)));
        figures.add(Figure.test(StandardMetrics.RECALL, of, exactly(confusion.recall(name)), actual));
        figures.add(Figure.test(StandardMetrics.F1, of, exactly(confusion.f1(name)), actual));
        Optional.ofNullable(outcomes.aucs().get(name))
                .ifPresent(auc -> figures.add(figure(StandardMetrics.AUC, of, Measured.of(auc))));
        for (String predicted : confusion.classes()) {
            figures.add(Figure.test(
                    StandardMetrics.PREDICTED_ROWS,
                    new Of.Confusion(name, predicted),
                    exactly((double) confusion.count(name, predicted)),
                    actual));
        }
    }

    private Figure figure(Metric metric, Of of, Measured measured) {
        return Figure.test(metric, of, measured, outcomes.rows());
    }
}
