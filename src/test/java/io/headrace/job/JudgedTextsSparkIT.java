package io.headrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.testing.LakeExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job that nobody checked. */
@ExtendWith(LakeExtension.class)
class JudgedTextsSparkIT {
    private static SqlText text(String sql, String file, Result result) {
        return new SqlText(sql, new KeyPlace(file, 7, "columns.v.sql"), Rows.of(Map.of()), result);
    }

    private static void refuse(SqlText... texts) {
        JudgedTexts.refuse(LakeExtension::session, "ingest-a", List.of(texts));
    }

    @Test
    void namesEachPlaceOfTheJobsTexts() {
        assertThatThrownBy(() -> refuse(
                        text("a +\n (select max(value) from text.`/nowhere/file`)", "jobs/ingest-a.conf", Result.VALUE),
                        text("reflect('java.lang.Math', 'abs', 1) desc", "jobs/ingest-a.conf", Result.ORDER),
                        text("day = current_date()", KeyPlace.SETTINGS, Result.CONDITION)))
                .isInstanceOfSatisfying(HeadraceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("HEAD-RUN-010");
                    assertThat(refused.kind()).isEqualTo(FailureKind.USER);
                })
                .hasMessageContaining("jobs/ingest-a.conf:8: columns.v.sql: text./nowhere/file cannot be read here")
                .hasMessageContaining("jobs/ingest-a.conf:7: columns.v.sql: reflect() calls into Java")
                .hasMessageContaining("--set:7: columns.v.sql: current_date() asks the clock");
    }

    @Test
    void aJobWithoutTextsNeedsNoSession() {
        assertThatCode(() -> JudgedTexts.refuse(
                        () -> {
                            throw new AssertionError("asked for a session");
                        },
                        "ingest-a",
                        List.of(text("rand() > 1", "jobs/ingest-b.conf", Result.CONDITION))))
                .doesNotThrowAnyException();
    }

    @Test
    void leavesTextsOfOtherJobsAndNamesOfColumnsAlone() {
        assertThatCode(() -> refuse(
                        text("rand() > 1", "jobs/ingest-b.conf", Result.CONDITION),
                        text("amount > 1 and kind in ('now')", "jobs/ingest-a.conf", Result.CONDITION),
                        text("current_date", "jobs/ingest-a.conf", Result.COLUMN),
                        text("select 1 from other", "jobs/ingest-a.conf", Result.QUERY)))
                .doesNotThrowAnyException();
    }
}
