package io.headrace.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.run.RunId;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.fairness.Group;
import io.headrace.stats.fairness.GroupCounts;
import io.headrace.stats.fairness.Reference;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

/** What is written of 400 women, 500 men, and three persons of whom nothing is known. */
class FairnessTableTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    private static final FairnessRules RULES =
            new FairnessRules(2, 50, 0.95, Side.POSITIVE, Reference.declared(Map.of("sex", "male")));
    private static final FairnessPolicy FOUR_FIFTHS =
            FairnessPolicy.fourFifths(List.of("sex"), RULES, ValidDays.from(DAY), "legal");

    private static Judged judged(LocalDate day) {
        GroupCounts.Counter counter = new GroupCounts.Counter(List.of("sex"));
        add(counter, Optional.of("female"), 100, 400);
        add(counter, Optional.of("male"), 250, 500);
        add(counter, Optional.empty(), 1, 3);
        return Judged.of(counter.counts(), RULES, List.of(FOUR_FIFTHS), day);
    }

    private static void add(GroupCounts.Counter counter, Optional<String> sex, int selected, int rows) {
        for (int row = 0; row < rows; row++) {
            counter.add(
                    List.of(sex),
                    row % 10 / 10.0,
                    row < selected ? Side.POSITIVE : Side.NEGATIVE,
                    Optional.of(row % 2 == 0 ? Side.POSITIVE : Side.NEGATIVE));
        }
    }

    private static List<Row> rows(Judged judged) {
        return FairnessTable.rows(
                        RunId.parse("fairness-lapse/2026-01-20/1"),
                        "lapse",
                        new SeenRows("3, 4", "2026-01-10 00:00:00", "2026-01-12 00:00:00", "known"),
                        judged)
                .stream()
                .map(row -> (Row) new GenericRowWithSchema(
                        IntStream.range(0, row.length()).mapToObj(row::get).toArray(),
                        FairnessTable.DESCRIPTION.schema()))
                .toList();
    }

    private static Row row(List<Row> rows, String kind, String metric, String form, Group group) {
        List<Row> found = rows.stream()
                .filter(row -> row.getAs("kind").equals(kind)
                        && row.getAs("metric").equals(metric)
                        && row.getAs("form").equals(form)
                        && FairnessTable.group(row).equals(group))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aFigureStandsBesideItsGroup() {
        List<Row> rows = rows(judged(DAY));
        Row women = row(rows, "figure", "selection_rate", "value", Group.of("sex", "female"));
        assertThat(women.<Double>getAs("value")).isEqualTo(0.25);
        assertThat(women.<Long>getAs("rows")).isEqualTo(400);
        assertThat(women.<String>getAs("model_versions")).isEqualTo("3, 4");
        assertThat(women.<String>getAs("first_as_of")).isEqualTo("2026-01-10 00:00:00");
        assertThat(women.<String>getAs("favourable")).isEqualTo("positive");
        Row ratio = row(rows, "comparison", "selection_rate", "ratio", Group.of("sex", "female"));
        assertThat(ratio.<Double>getAs("value")).isCloseTo(0.5, within(1e-12));
        assertThat(FairnessTable.reference(ratio)).contains(Group.of("sex", "male"));
        assertThat(ratio.<Double>getAs("q")).isBetween(0.0, 1e-6);
        assertThat(rows).extracting(FairnessTable::group).contains(Group.EVERYBODY);
    }

    @Test
    void readersAreToldWhereTheNegativeSideIsFavourable() {
        assertThat(FairnessStatus.turnedRound("negative")).startsWith("The negative decision is the good one");
        assertThat(FairnessStatus.turnedRound("positive")).isEmpty();
        assertThat(FairnessStatus.turnedRound("")).isEmpty();
    }

    @Test
    void ofFewRowsOnlyTheirNumberIsWritten() {
        Group unknown = new Group(List.of(new Group.Condition("sex", Optional.empty())));
        List<Row> few = rows(judged(DAY)).stream()
                .filter(row -> FairnessTable.group(row).equals(unknown))
                .toList();
        assertThat(few).isNotEmpty().allSatisfy(row -> {
            assertThat(row.<Boolean>getAs("insufficient")).isTrue();
            assertThat(row.<Long>getAs("rows")).isLessThanOrEqualTo(3);
            for (String column : List.of("value", "lower", "upper", "p", "q", "q_family")) {
                assertThat(row.isNullAt(row.fieldIndex(column))).as(column).isTrue();
            }
        });
    }

    @Test
    void aPolicyInForceSaysWhatItFinds() {
        List<Row> rows = rows(judged(DAY));
        Row all = row(rows, "policy", "selection_rate", "ratio", Group.EVERYBODY);
        assertThat(all.<String>getAs("verdict")).isEqualTo("breach");
        assertThat(all.<String>getAs("legal_basis")).isEqualTo("29 CFR 1607.4(D)");
        Row women = row(rows, "policy", "selection_rate", "ratio", Group.of("sex", "female"));
        assertThat(women.<Double>getAs("value")).isCloseTo(0.5, within(1e-12));
        assertThat(women.<Double>getAs("upper")).isLessThan(women.<Double>getAs("bound"));
        assertThat(women.<String>getAs("owner")).isEqualTo("legal");

        Judged before = judged(DAY.minusDays(1));
        assertThat(rows(before)).noneMatch(row -> row.getAs("kind").equals("policy"));
        assertThat(before.words()).endsWith("; no policy is in force");
        assertThat(before.numbers()).containsEntry("policies", "0");
    }

    @Test
    void theSentenceNamesPoliciesAndNoGroup() {
        Judged judged = judged(DAY);
        assertThat(judged.words())
                .isEqualTo(
                        "903 entities in 3 groups, 1 of them too small to tell; policy four-fifths: BREACH for 1 of 2"
                                + " groups");
        assertThat(judged.numbers())
                .containsEntry("rows", "903")
                .containsEntry("labelled", "903")
                .containsEntry("insufficient", "1")
                .containsEntry("breaches", "1")
                .containsEntry("unknown", "0");
    }

    @Test
    void eachRowHasAKeyOfItsOwn() {
        assertThat(rows(judged(DAY)))
                .extracting(row -> FairnessTable.DESCRIPTION.key().stream()
                        .map(column -> String.valueOf(row.<Object>getAs(column)))
                        .toList())
                .doesNotHaveDuplicates();
    }
}
