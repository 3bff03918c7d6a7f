package io.headrace.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSourceTest {
    @ParameterizedTest
    @CsvSource({
        "/data/lake, scores.lapse, file, /data/lake/scores/lapse",
        "/data/lake/, scores.lapse, file, /data/lake/scores/lapse",
        "file:/data/lake, scores.lapse, file, /data/lake/scores/lapse",
        "file:///data/lake, scores.lapse, file, /data/lake/scores/lapse",
        "hdfs://name:8020/lake, scores.lapse, hdfs://name:8020, /lake/scores/lapse",
        "hdfs:///lake, scores.lapse, hdfs://, /lake/scores/lapse",
        "s3a://bucket/lake, scores.lapse, s3://bucket, lake/scores/lapse",
        "s3://bucket, scores.lapse, s3://bucket, scores/lapse",
        "gs://bucket/lake, scores.lapse, gs://bucket, lake/scores/lapse",
        "abfss://box@store.dfs.core.windows.net/lake, scores.lapse, abfss://box@store.dfs.core.windows.net, lake/scores/lapse",
        "/data/lake, models.lapse, shop, models.lapse",
        "/data/lake, crm:public.lapse, shop, crm:public.lapse"
    })
    void namesTablesByWhereTheyAre(String lake, String table, String namespace, String name) {
        assertThat(new EventSource("shop", lake, "1").dataset(table))
                .isEqualTo(Map.of("namespace", namespace, "name", name));
    }
}
