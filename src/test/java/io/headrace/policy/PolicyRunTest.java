package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolicyRunTest {
    private static final Policy POLICY = Days.with(
            new RetrainRules(
                    OptionalInt.of(20), OptionalDouble.of(0.6), Set.of(Basis.REALISED), OptionalLong.of(500), 4),
            new RollbackRules(Set.of(Basis.REALISED), 30, 6));

    /** Late, corrected and repeated days: whatever the order, the run is that of the days as they are known at last. */
    @Test
    void dependsOnTheDaysAndNotOnTheirOrder() {
        for (int seed = 0; seed < 40; seed++) {
            List<ObservedDay> days = history(new SplittableRandom(seed));
            PolicyRun straight = PolicyRun.of(POLICY, days);
            List<ObservedDay> arrivals = new ArrayList<>(days);
            Collections.shuffle(arrivals, new Random(seed));
            PolicyRun late = PolicyRun.of(POLICY);
            List<ObservedDay> first = history(new SplittableRandom(seed + 1000));
            for (ObservedDay day : first.subList(0, 10)) {
                late = late.with(day);
            }
            for (ObservedDay day : arrivals) {
                late = late.with(day).with(day);
            }
            assertThat(late.alerts()).isEqualTo(straight.alerts());
            assertThat(late.decisions()).isEqualTo(straight.decisions());
            for (ObservedDay day : days) {
                assertThat(late.step(day.day())).isEqualTo(straight.step(day.day()));
            }
        }
    }

    private static List<ObservedDay> history(SplittableRandom random) {
        return Histories.random(random, 30);
    }

    @Test
    void aCorrectedDayIsJudgedAgainWithAllAfterIt() {
        PolicyRun before = PolicyRun.of(
                Days.POLICY,
                List.of(
                        Days.day(0).quiet("amount").build(),
                        Days.day(1).drifted("amount").build(),
                        Days.day(2).quiet("amount").build(),
                        Days.day(3).drifted("amount").build()));
        assertThat(before.alerts()).extracting(Alert::id).containsExactly("2026-03-04/drift/ticket");
        PolicyRun after = before.with(Days.day(0).drifted("amount").build());
        Revision revision = after.since(before);
        assertThat(revision.added()).extracting(Alert::id).containsExactly("2026-03-02/drift/ticket");
        assertThat(revision.withdrawn()).extracting(Alert::id).containsExactly("2026-03-04/drift/ticket");
        assertThat(revision.changed()).isEmpty();
        assertThat(revision.decisions()).isEmpty();
        assertThat(after.since(after)).isEqualTo(new Revision(List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void anAlertWithOtherEvidenceKeepsItsName() {
        PolicyRun before = PolicyRun.of(
                Days.POLICY,
                List.of(
                        Days.day(0).drifted("amount").build(),
                        Days.day(1).drifted("amount").quiet("country").build()));
        PolicyRun after = before.with(Days.day(1)
                .drifted("amount")
                .quiet("country")
                .changed("spec of orders")
                .build());
        Revision revision = after.since(before);
        assertThat(revision.added()).isEmpty();
        assertThat(revision.withdrawn()).isEmpty();
        assertThat(revision.changed())
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.causes()).extracting(Change::what).containsExactly("spec of orders"));
    }

    @Test
    void anUnchangedDayChangesNothing() {
        PolicyRun run = PolicyRun.of(POLICY, history(new SplittableRandom(1)));
        assertThat(run.with(history(new SplittableRandom(1)).get(7))).isSameAs(run);
    }
}
