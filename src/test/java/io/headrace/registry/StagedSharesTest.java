package io.headrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.registry.ModelEvent.Type;
import io.headrace.registry.StagedShares.Share;
import io.headrace.run.Json;
import io.headrace.spec.Arms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StagedSharesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 2, 10);
    private static final Arms ARMS = new Arms(
            "salt",
            BigDecimal.ZERO,
            List.of(
                    new Arms.Rival(
                            "challenger",
                            new BigDecimal("0"),
                            new BigDecimal("0.5"),
                            "next",
                            List.of(new BigDecimal("0"), new BigDecimal("0.1"), new BigDecimal("0.5"))),
                    new Arms.Rival("fixed", new BigDecimal("0.2"), new BigDecimal("0.2"), "fixed")));

    private final List<ModelEvent> events = new ArrayList<>();

    @Test
    void aShareHoldsFromItsDayOnAndEarlierDaysKeepTheirs() {
        event(Type.ALIASED, new EventDetail.Alias("next"));
        assertThat(share(DAY)).isEqualTo(new Share(BigDecimal.ZERO, Optional.empty()));
        stage("0.1", DAY);
        stage("0.5", DAY.plusDays(7));

        assertThat(share(DAY.minusDays(1)).begin()).isEmpty();
        assertThat(share(DAY)).isEqualTo(new Share(new BigDecimal("0.1"), Optional.of(DAY)));
        assertThat(share(DAY.plusDays(6)).share()).isEqualTo("0.1");
        assertThat(share(DAY.plusDays(7)).share()).isEqualTo("0.5");
    }

    @Test
    void anotherVersionBeginsAnew() {
        event(Type.ALIASED, new EventDetail.Alias("next"));
        stage("0.5", DAY);
        event(Type.ALIASED, new EventDetail.Alias("next"));

        assertThat(share(DAY).share()).isEqualTo("0");
    }

    @Test
    void whoeverIsChampionOrTakenBackHasNoStage() {
        event(Type.ALIASED, new EventDetail.Alias("next"));
        stage("0.5", DAY);
        event(Type.UNALIASED, new EventDetail.Alias("next"));
        assertThat(share(DAY).share()).isEqualTo("0");

        event(Type.ALIASED, new EventDetail.Alias("next"));
        stage("0.5", DAY);
        event(Type.PROMOTED, EventDetail.NONE);
        assertThat(state().stages()).isEmpty();
    }

    @Test
    void aShareBeyondTheStagesIsRefused() {
        event(Type.ALIASED, new EventDetail.Alias("next"));
        stage("0.6", DAY);

        assertThatThrownBy(() -> share(DAY))
                .hasMessage("the next of lapse was given a share of 0.6 from 2026-02-10 on, and the arm challenger has"
                        + " stages up to 0.5");
    }

    @Test
    void eventsComeBackFromTheirText() {
        stage("0.1", DAY);

        assertThat(Json.read(Json.write(events.get(0)), ModelEvent.class)).isEqualTo(events.get(0));
    }

    private Share share(LocalDate date) {
        return StagedShares.of("lapse", ARMS, state(), date).get("challenger");
    }

    private ModelState state() {
        return ModelState.of("lapse", events, "");
    }

    private void stage(String share, LocalDate from) {
        event(Type.STAGED, EventDetail.Allotment.of("next", new BigDecimal(share), from));
    }

    private void event(Type type, EventDetail detail) {
        events.add(new ModelEvent("lapse", events.size() + 1L, type, 2, "ann", "why", detail, "", 0, ""));
    }
}
