package io.headrace.stats.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Randomised e-mails of M. Facure, "Causal Inference for the Brave and True", beside the answers of the book and of NumPy. */
class PublishedTrialsTest {
    private static final Path FOLDER = Path.of("../shared/data/ab_email");

    @Test
    void threeCampaignsConvertAsPublished() throws IOException {
        double[][] answers = {{0.10722, 0.17576, 12.1115}, {0.12943, 0.19029, 7.8577}, {0.10834, 0.14548, 4.3107}};
        for (int mail = 1; mail <= answers.length; mail++) {
            List<ArmTotals> arms = arms("invest_email_rnd.csv", "em" + mail, "converted", "age");
            ArmMean control = ArmMean.share(arms.get(0));
            ArmMean treated = ArmMean.share(arms.get(1));
            Difference difference = Difference.absolute(control, treated).orElseThrow();

            assertThat(control.mean()).isEqualTo(answers[mail - 1][0], within(5e-6));
            assertThat(treated.mean()).isEqualTo(answers[mail - 1][1], within(5e-6));
            assertThat(difference.z()).isEqualTo(answers[mail - 1][2], within(5e-5));
            assertThat(difference.alwaysPValue(new ConfidenceSequence(0.05, 5_000)))
                    .isLessThan(0.01);
        }
    }

    @Test
    void aCovariateShrinksTheErrorOfACollection() throws IOException {
        List<ArmTotals> arms = arms("collections_email.csv", "email", "payments", "credit_limit");
        Difference plain = Difference.absolute(ArmMean.mean(arms.get(0)), ArmMean.mean(arms.get(1)))
                .orElseThrow();
        Cuped cuped = Cuped.of(arms);
        Difference adjusted =
                Difference.absolute(cuped.arms().get(0), cuped.arms().get(1)).orElseThrow();

        assertThat(plain.estimate()).isEqualTo(-0.6203, within(5e-5));
        assertThat(plain.standardError()).isEqualTo(2.9395, within(1e-4));
        assertThat(cuped.theta()).isEqualTo(0.149452886, within(5e-10));
        assertThat(adjusted.estimate()).isEqualTo(4.411939259, within(5e-9));
        assertThat(adjusted.standardError()).isEqualTo(2.126323633, within(5e-9));
        // Least squares on this and the risk score: 4.4304 with an error of 2.1299.
        assertThat(adjusted.fixedInterval(0.95).contains(4.4304)).isTrue();
    }

    private static List<ArmTotals> arms(String name, String arm, String value, String covariate) throws IOException {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), "the e-mails are not here; the book's repository has them");
        ArmCounter[] counters = {new ArmCounter(), new ArmCounter()};
        try (Stream<String> lines = Files.lines(file)) {
            List<String[]> rows = lines.map(line -> line.split(",")).toList();
            List<String> header = Arrays.asList(rows.get(0));
            for (String[] row : rows.subList(1, rows.size())) {
                counters[(int) Double.parseDouble(row[header.indexOf(arm)])].add(
                        Double.parseDouble(row[header.indexOf(value)]),
                        1,
                        Double.parseDouble(row[header.indexOf(covariate)]));
            }
        }
        return List.of(counters[0].totals(), counters[1].totals());
    }
}
