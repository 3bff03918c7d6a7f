package io.headrace.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metric.Target;
import io.headrace.run.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VersionRecordTest {
    private static final String FORMER =
            "{\"kind\":\"version\",\"digest\":\"d\",\"figures\":[],\"provenance\":{\"calibrator\":\"platt\","
                    + "\"date\":\"2026-01-01\",\"featureVersion\":\"f\",\"features\":[\"age\"],\"idleFeatures\":[],\"label\":\"l\","
                    + "\"learner\":\"xgboost\",\"owner\":\"o\",\"population\":\"true\",\"seed\":42,\"target\":\"BINARY\",\"testRows\":50,"
                    + "\"trainRows\":100,\"view\":\"v\"},\"purpose\":{\"intendedUse\":\"\",\"limits\":\"\"},\"settings\":{\"max-depth\":3.0}}";

    private static VersionRecord record(String calibration, String interval, VersionRecord.Terms terms) {
        return new VersionRecord(
                "d",
                new VersionRecord.Provenance(
                        "o",
                        "2026-01-01",
                        Target.BINARY,
                        "l",
                        "true",
                        "v",
                        "f",
                        List.of("age"),
                        List.of(),
                        "xgboost",
                        "platt",
                        calibration,
                        interval,
                        "",
                        42,
                        100,
                        50),
                new VersionRecord.Purpose("", ""),
                new TreeMap<>(Map.of("max-depth", 3.0)),
                List.of(),
                terms);
    }

    @Test
    void recordsOfVersionsBeforeTermsAreRead() {
        assertThat(Json.read(FORMER, EventDetail.class)).isEqualTo(record("", "", VersionRecord.Terms.NONE));
    }

    @Test
    void isReadAsWritten() {
        VersionRecord.Terms terms = new VersionRecord.Terms(
                "where it pays to act",
                "days",
                new TreeMap<>(Map.of("hit", "3 * monthly", "miss", "0", "capacity", "0.2")),
                "euros");
        VersionRecord record = record("platt is kept, as it is better", "0.9 of the labels", terms);
        assertThat(Json.read(Json.write(record), EventDetail.class)).isEqualTo(record);
    }
}
