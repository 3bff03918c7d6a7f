package io.headrace.score;

import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.StagedShares;
import io.headrace.run.Intent;
import io.headrace.spec.Arms;
import io.headrace.spec.Arms.Rival;
import io.headrace.spec.ScoreSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The arms beside the champion's that a run scores, as its intent fixes them.
 *
 * @param rivals those with a version, in the order of the job
 * @param leftOut why an arm has none, by arm; the champion decides about its entities
 */
record RunArms(List<Versioned> rivals, NavigableMap<String, String> leftOut) {
    private static final String VERSION = "arm_version_";
    private static final String DIGEST = "arm_digest_";
    private static final String LEFT_OUT = "arm_left_out_";

    private static final String SHARE = "arm_share_";
    private static final String NO_VERSION = "no version is ";

    /** An arm with its version. */
    record Versioned(String arm, int version, String digest) {}

    /**
     * What the intent has to hold.
     *
     * @param definition of the features that the run reads; empty where it is not known
     * @param date logical date of the run, on which the shares of staged arms hold
     */
    static Map<String, String> facts(ScoreSpec spec, ModelState state, String definition, LocalDate date) {
        Map<String, String> facts = new TreeMap<>();
        for (Rival rival : spec.arms().rivals()) {
            Optional<ModelVersion> version = version(rival, state);
            Optional<String> obstacle =
                    version.map(found -> obstacle(found, definition)).orElse(Optional.of(NO_VERSION + rival.version()));
            obstacle.ifPresent(reason -> facts.put(LEFT_OUT + rival.arm(), reason));
            if (obstacle.isEmpty()) {
                facts.put(VERSION + rival.arm(), Integer.toString(version.get().number()));
                facts.put(DIGEST + rival.arm(), version.get().digest());
            }
        }
        StagedShares.of(spec.model(), spec.arms(), state, date)
                .forEach((arm, stage) -> facts.put(SHARE + arm, stage.share().toPlainString()));
        return facts;
    }

    /** The arms of the job with the shares that the intent holds. */
    static Arms inForce(ScoreSpec spec, Intent intent) {
        Map<String, BigDecimal> shares = new TreeMap<>();
        spec.arms().rivals().stream()
                .filter(Rival::hasStages)
                .forEach(rival -> shares.put(rival.arm(), new BigDecimal(intent.fact(SHARE + rival.arm()))));
        return spec.arms().with(shares);
    }

    private static Optional<ModelVersion> version(Rival rival, ModelState state) {
        return rival.version().matches("[0-9]{1,9}")
                ? Optional.of(state.version(Integer.parseInt(rival.version())))
                : state.named(rival.version());
    }

    private static Optional<String> obstacle(ModelVersion version, String definition) {
        String learnt = version.record().provenance().featureVersion();
        if (version.isRetired()) {
            return Optional.of("version " + version.number() + " is retired");
        }
        return learnt.isEmpty() || definition.isEmpty() || learnt.equals(definition)
                ? Optional.empty()
                : Optional.of("version " + version.number()
                        + " learnt from another definition of the view than the champion");
    }

    /** What the intent holds. */
    static RunArms of(ScoreSpec spec, Intent intent) {
        List<Versioned> rivals = new ArrayList<>();
        NavigableMap<String, String> leftOut = new TreeMap<>();
        for (Rival rival : spec.arms().rivals()) {
            String version = intent.facts().get(VERSION + rival.arm());
            if (version == null) {
                leftOut.put(rival.arm(), intent.fact(LEFT_OUT + rival.arm()));
            } else {
                rivals.add(new Versioned(rival.arm(), Integer.parseInt(version), intent.fact(DIGEST + rival.arm())));
            }
        }
        return new RunArms(List.copyOf(rivals), leftOut);
    }

    /**
     * For readers; empty where nothing was left out. An arm that decides about nobody, and has no version yet, is not worth a word.
     *
     * @param inForce the arms with the shares of the run
     */
    String leftOutInWords(Arms inForce) {
        StringBuilder words = new StringBuilder();
        leftOut.forEach((arm, reason) -> {
            boolean isIdle = inForce.rival(arm)
                    .filter(rival -> rival.share().signum() == 0)
                    .isPresent();
            if (!isIdle || !reason.startsWith(NO_VERSION)) {
                words.append("; arm ")
                        .append(arm)
                        .append(" left to the ")
                        .append(Arms.CHAMPION)
                        .append(", as ")
                        .append(reason);
            }
        });
        return words.toString();
    }
}
