package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Encryption;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of columns that rest encrypted, and of those that cannot. */
class EncryptedColumnsReaderTest {
    private static final String JOB = """
            kind = ingest, owner = crm, purpose = "letters"
            files { paths = ["{date}.csv"] }
            columns { id { type = long, required = true, subject-key = customer }
              mail { type = string, encrypted = true }
              code { type = string, encrypted = token }
              plan { type = string, encrypted = false } }
            """;

    @TempDir
    private Path folder;

    private SmallProject project(String job) {
        return new SmallProject(folder).with("jobs/ingest-people.conf", job);
    }

    @Test
    void readsHowEachColumnRests() {
        IngestSpec job = (IngestSpec) project(JOB).project().jobs().get("ingest-people");
        assertThat(job.columns())
                .extracting(SourceColumn::encryption)
                .containsExactly(Encryption.NONE, Encryption.BY_PERSON, Encryption.TOKEN, Encryption.NONE);
        assertThat(job.columns()).extracting(SourceColumn::personal).containsExactly(true, true, true, false);
        assertThat(job.header().purpose()).isEqualTo(Optional.of("letters"));
        assertThat(job.person().name()).isEqualTo("id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        encrypted = token                | encrypted = "yes"     | :5: columns.code.encrypted: expected true, false or token, found "yes"
        required = true, subject-key     | subject-key           | :4: columns.mail.encrypted: needs one column with subject-key and required = true
        subject-key = customer           | encrypted = true      | :3: columns.id.encrypted: needs one column with subject-key
        subject-key = customer           | subject-key = customer, encrypted = true | :3: columns.id.encrypted: the column names the person
        encrypted = false                | subject-key = friend  | :4: columns.mail.encrypted: needs one column with subject-key and required = true, whose value names the person of a row; found 2
        """)
    void saysWhatToCorrect(String from, String to, String problem) {
        assertThat(JOB).contains(from);
        assertThat(project(JOB.replace(from, to)).problems())
                .anySatisfy(told -> assertThat(told).startsWith("jobs/ingest-people.conf" + problem));
    }

    @Test
    void oneKeyServiceIsEnough() {
        assertThat(new SmallProject(folder)
                        .with(
                                "conf/local.conf",
                                "lake = lake, landing = landing, exports = exports, privacy { key-encryption-key-file = kek, key-service = vault }")
                        .problems())
                .anySatisfy(told -> assertThat(told).contains("privacy.key-service: wraps the lake's key in place of"));
    }
}
