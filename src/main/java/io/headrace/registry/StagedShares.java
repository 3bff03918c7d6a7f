package io.headrace.registry;

import io.headrace.spec.Arms;
import io.headrace.spec.Arms.Rival;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The shares that staged arms of a score job have on a logical date, as the registry says. */
public final class StagedShares {
    private StagedShares() {}

    /**
     * A share.
     *
     * @param begin first logical date for which it holds; empty for the first stage, which nobody had to give
     */
    public record Share(BigDecimal share, Optional<LocalDate> begin) {}

    /**
     * By arm, of staged arms alone.
     *
     * @param date on which they hold
     */
    public static Map<String, Share> of(String model, Arms arms, ModelState state, LocalDate date) {
        Map<String, Share> shares = new TreeMap<>();
        arms.rivals().stream()
                .filter(Rival::hasStages)
                .forEach(rival -> shares.put(rival.arm(), share(model, rival, state, date)));
        return shares;
    }

    private static Share share(String model, Rival rival, ModelState state, LocalDate date) {
        Optional<EventDetail.Allotment> stage = state.stage(rival.version(), date);
        stage.filter(given -> given.decided().compareTo(rival.room()) > 0).ifPresent(given -> {
            throw RegistryErrors.noRoom(model, rival, given);
        });
        return new Share(
                stage.map(EventDetail.Allotment::decided).orElse(rival.share()),
                stage.map(EventDetail.Allotment::begin));
    }
}
