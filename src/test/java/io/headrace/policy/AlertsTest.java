package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsTest {
    /** D a drifted window, - a quiet one, ? one that cannot be judged; days are counted from 0. */
    @ParameterizedTest
    @CsvSource({
        "----------, ''",
        "D---------, ''",
        "D-D-------, 2",
        "D--D------, ''",
        "DD--------, 1",
        "DDDDDDDDDD, 1 8",
        "DD------DD, 1 9",
        "-D-D-D----, 3",
        "D?D-------, 2",
        "D??D------, 2?",
        "??????????, 1?",
        "??--????????????, 1?",
        "??-------??, 1? 10?",
        "?-?-?-----, 2?",
        "DD-??-DD--, 1 4?",
        "??DD------, 1? 3"
    })
    void persistAndRest(String windows, String alerts) {
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < windows.length(); day++) {
            days.add(window(day, windows.charAt(day)));
        }
        String found = PolicyRun.of(Days.POLICY, days).alerts().stream()
                .map(alert ->
                        Days.FIRST.until(alert.day()).getDays() + (alert.kind() == Alert.Kind.UNJUDGED ? "?" : ""))
                .collect(Collectors.joining(" "));
        assertThat(found).isEqualTo(alerts);
    }

    private static ObservedDay window(int day, char sign) {
        Days.Builder builder = Days.day(day);
        return switch (sign) {
            case 'D' -> builder.drifted("amount").build();
            case '?' -> builder.unknown("amount").build();
            default -> builder.quiet("amount").build();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "psi, 0.0099, 0.11, 0, true",
        "psi, 0.01, 0.11, 0, false",
        "psi, 0.0001, 0.1, 0, false",
        "psi, 0.0001, 0.15, 0.05, false",
        "psi, 0.0001, 0.1501, 0.05, true",
        "mean shift, 0.0001, 0.25, 0, false",
        "mean shift, 0.0001, 0.35, 0, true"
    })
    void needSignificanceAndAnEffectBeyondToleranceAndSketchError(
            String statistic, double q, double effect, double effectError, boolean drifted) {
        ColumnWindow window = new ColumnWindow(
                "amount", statistic, "", OptionalDouble.of(q), effect, effectError, 0.1, 1, "row", List.of());
        assertThat(window.finding(Days.POLICY)).isEqualTo(drifted ? Finding.HIT : Finding.QUIET);
    }

    @Test
    void nameColumnsByImportanceTimesEffectWithEvidenceFilesAndCauses() {
        List<ObservedDay> days = List.of(
                Days.day(0).changed("an older change").drifted("country").build(),
                Days.day(1)
                        .changed("spec of orders")
                        .column("country", "", OptionalDouble.of(0.001), 0.5, 1)
                        .column("amount", "", OptionalDouble.of(0.001), 0.2, 4)
                        .quiet("age")
                        .build(),
                Days.day(2)
                        .changed("new column")
                        .column("country", "", OptionalDouble.of(0.6), 0.5, 1)
                        .column("amount", "", OptionalDouble.of(0.001), 0.2, 4)
                        .quiet("age")
                        .build());
        List<Alert> alerts = PolicyRun.of(Days.POLICY, days).alerts();
        assertThat(alerts).hasSize(2);
        Alert second = alerts.get(1);
        assertThat(second.id()).isEqualTo("2026-03-03/drift/ticket");
        assertThat(second.severity()).isEqualTo(Severity.TICKET);
        assertThat(second.subjects()).containsExactly("amount");
        assertThat(second.evidence()).containsExactly("2026-03-02/amount", "2026-03-03/amount");
        assertThat(second.causes()).extracting(Change::what).containsExactly("new column", "spec of orders");
        assertThat(second.files()).containsExactly("orders-2026-03-03.csv");
        assertThat(second.text()).isEqualTo("amount has drifted by psi, effect 0.2000, q 0.0010");
        ObservedDay both = Days.day(3)
                .column("country", "", OptionalDouble.of(0.001), 0.5, 1)
                .column("amount", "", OptionalDouble.of(0.001), 0.2, 4)
                .build();
        List<Alert> together = PolicyRun.of(Days.grouped(Grouping.TOGETHER, 0, Set.of()), List.of(days.get(1), both))
                .alerts();
        assertThat(together).singleElement().satisfies(alert -> {
            assertThat(alert.subjects()).containsExactly("amount", "country");
            assertThat(alert.text()).isEqualTo("amount has drifted by psi, effect 0.2000, q 0.0010, and 1 more");
        });
    }

    @ParameterizedTest
    @CsvSource({"TOGETHER, 1", "BY_SLICE, 2", "APART, 3"})
    void shareWhatThePolicyGroups(Grouping grouping, int alerts) {
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < 2; day++) {
            days.add(Days.day(day)
                    .drifted("amount")
                    .drifted("country")
                    .column("amount", "plan=pro", OptionalDouble.of(0.001), 0.5, 1)
                    .build());
        }
        List<Alert> found =
                PolicyRun.of(Days.grouped(grouping, 7, Set.of()), days).alerts();
        assertThat(found).hasSize(alerts);
        assertThat(found).extracting(Alert::id).doesNotHaveDuplicates();
        assertThat(found.stream().flatMap(alert -> alert.slices().stream())).containsExactly("plan=pro");
    }

    @Test
    void anAlertNamesOnlyWhatDoesNotRest() {
        List<ObservedDay> days = List.of(
                Days.day(0).drifted("amount").quiet("country").build(),
                Days.day(1).drifted("amount").drifted("country").build(),
                Days.day(2).drifted("amount").drifted("country").build());
        assertThat(PolicyRun.of(Days.POLICY, days).alerts())
                .extracting(Alert::subjects)
                .containsExactly(List.of("amount"), List.of("country"));
    }

    @Test
    void performanceOutsideItsBandPages() {
        List<ObservedDay> days = List.of(
                Days.day(0).auc(Basis.ESTIMATED, 0.79).auc(Basis.REALISED, 0.95).build(),
                Days.day(1).auc(Basis.ESTIMATED, 0.78).auc(Basis.REALISED, 0.95).build());
        assertThat(PolicyRun.of(Days.POLICY, days).alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.PAGE);
            assertThat(alert.kind()).isEqualTo(Alert.Kind.PERFORMANCE);
            assertThat(alert.text()).isEqualTo("estimated AUC 0.7800 is below its band, 0.8000 to 0.9000");
        });
        Policy onlyRealised = Days.grouped(Grouping.TOGETHER, 7, Set.of(Basis.REALISED));
        assertThat(PolicyRun.of(onlyRealised, days).alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.severity()).isEqualTo(Severity.TICKET));
    }

    @Test
    void twoStatisticsOfAColumnAreTwoFindingsOfOneColumn() {
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < 2; day++) {
            days.add(Days.day(day)
                    .drifted("amount")
                    .columns(List.of(new ColumnWindow(
                            "amount",
                            "missing",
                            "",
                            OptionalDouble.of(0.001),
                            0.9,
                            0,
                            0.1,
                            1,
                            "row " + day,
                            List.of())))
                    .build());
        }
        assertThat(PolicyRun.of(Days.POLICY, days).alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.subjects()).containsExactly("amount");
            assertThat(alert.evidence()).contains("row 0", "row 1", "2026-03-02/amount");
            assertThat(alert.text()).startsWith("amount has drifted by missing, effect 0.9000");
        });
    }

    @Test
    void driftAloneNeverPages() {
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < 30; day++) {
            days.add(Days.day(day).drifted("amount").auc(Basis.REALISED, 0.85).build());
        }
        assertThat(PolicyRun.of(Days.POLICY, days).alerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.severity()).isEqualTo(Severity.TICKET));
    }

    @Test
    void anUndefinedFigureIsToldAndIsNoGoodOne() {
        List<ObservedDay> days = List.of(
                Days.day(0).auc(Basis.REALISED, Double.NaN).build(),
                Days.day(1).auc(Basis.REALISED, Double.NaN).build());
        assertThat(PolicyRun.of(Days.POLICY, days).alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.UNJUDGED);
            assertThat(alert.text()).isEqualTo("realised AUC cannot be judged");
        });
    }

    @Test
    void aDayJudgedAgainGivesTheSame() {
        PolicyState state = PolicyState.start();
        for (int day = 0; day < 4; day++) {
            ObservedDay observed =
                    Days.day(day).drifted("amount").unknown("age").build();
            Step step = state.next(Days.POLICY, observed);
            assertThat(state.next(Days.POLICY, observed)).isEqualTo(step);
            state = step.state();
        }
        assertThat(state.day()).hasValue(LocalDate.of(2026, 3, 4));
        PolicyState last = state;
        ObservedDay same = Days.day(3).build();
        assertThatThrownBy(() -> last.next(Days.POLICY, same)).hasMessage("2026-03-04 does not come after 2026-03-04");
    }

    @Test
    void oneColumnTwiceOnADayIsRefused() {
        Days.Builder day = Days.day(0).quiet("amount").drifted("amount");
        assertThatThrownBy(day::build).hasMessage("column amount by psi is given twice for one day");
    }
}
