package io.headrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.cipher.LocalKey;
import io.headrace.job.JobRunner.Again;
import io.headrace.run.Outcome;
import io.headrace.run.RunId;
import io.headrace.spec.Cleaning;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Encryption;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.IngestSpec.Duplicates;
import io.headrace.spec.RowCheck;
import io.headrace.spec.SourceClock;
import io.headrace.spec.SourceColumn;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import io.headrace.table.SubjectKeys;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that rest encrypted, through bronze, silver and quarantine. */
@ExtendWith(LakeExtension.class)
class EncryptedSparkIT {
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final String HEAD = "id,mail,born,plan,code\n";
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);

    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void deliver(Lake given) {
        lake = given;
        shop = SmallShop.of(lake);
        deliver(DAY, HEAD + """
                1,ann.zyx@example.org,1980-02-29,basic,Zyx-77
                2.0,ben.zyx@example.org,1990-12-31,plus,Zyx-78
                3,,,basic,Zyx-77
                4,cat.zyx@example.org,ZyxFriday,basic,Zyx-79
                five,dan.zyx@example.org,1970-01-01,basic,Zyx-80
                6,eve.zyx@example.org,1971-01-01,basic,Zyx-81,Zyx too many
                """);
        deliver("other-2026-01-20.csv", HEAD + "1,ann.b@example.org,1980-02-29,plus,c\n");
    }

    private void deliver(LocalDate day, String text) {
        deliver(day + ".csv", text);
    }

    private void deliver(String file, String text) {
        try {
            Files.writeString(Files.createDirectories(shop.landing()).resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IngestSpec spec() {
        IngestSpec plain = TestSource.csv(List.of());
        return new IngestSpec(
                plain.header(),
                plain.source(),
                plain.files(),
                plain.schema(),
                List.of(
                        column("id", "long", Encryption.NONE, Optional.of("customer")),
                        column("mail", "string", Encryption.BY_PERSON, Optional.empty()),
                        column("born", "date", Encryption.BY_PERSON, Optional.empty()),
                        column("plan", "string", Encryption.NONE, Optional.empty()),
                        column("code", "string", Encryption.TOKEN, Optional.empty())),
                new java.util.TreeMap<>(
                        java.util.Map.of("domain", "upper(split_part(MAIL, '@', 2))", "size", "length(plan)")),
                Duplicates.DROP,
                Optional.empty(),
                List.of(new RowCheck(
                        "born-in-time",
                        "born is null or born < date'2020-01-01'",
                        RowCheck.Severity.QUARANTINE,
                        "born too late")),
                plain.totals(),
                0);
    }

    private static SourceColumn column(String name, String type, Encryption encryption, Optional<String> subject) {
        return new SourceColumn(
                name,
                List.of(name),
                ColumnType.parse(type).orElseThrow(),
                List.of(),
                subject.isPresent(),
                false,
                false,
                "",
                Cleaning.NONE,
                SourceClock.OF_PROJECT,
                subject,
                encryption);
    }

    private LakeCipher cipher() {
        return new LakeCipher(lake, () -> LocalKey.all(KEY));
    }

    private Outcome ingest(LocalDate day, Again again) {
        return ingest(spec(), day, again);
    }

    private Outcome ingest(IngestSpec spec, LocalDate day, Again again) {
        return shop.run(
                spec, new IngestStage(spec, lake, shop.ledger(), () -> "0123456789abcdef", cipher()), day, again);
    }

    private List<String> silver() {
        return rows(lake.decrypting(cipher())
                .read(spec().silver())
                .select("id", "mail", "born", "plan", "code", "domain", "size")
                .orderBy("id")
                .collectAsList());
    }

    private static List<String> rows(List<Row> rows) {
        return rows.stream().map(row -> row.mkString("|")).toList();
    }

    /** Every file of the lake, as bytes and as rows. */
    private List<String> places(String text) {
        try (Stream<Path> files = Files.walk(Path.of(lake.root()))) {
            List<String> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean isIn = Files.readString(file, StandardCharsets.ISO_8859_1)
                                .contains(text)
                        || (file.toString().endsWith(".parquet")
                                && lake.spark().read().parquet(file.toString()).toJSON().collectAsList().stream()
                                        .anyMatch(row -> row.contains(text)));
                if (isIn) {
                    found.add(file.toString());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingRestsInClearAndAPurposeReadsItAll() {
        Outcome outcome = ingest(DAY, Again.SKIP);
        assertThat(outcome.message())
                .contains("3 silver")
                .contains("2 quarantined")
                .contains("1 unreadable");
        assertWhole();
        assertThat(places("zyx")).isEmpty();
        assertThat(places("Zyx")).isEmpty();
        assertThat(places("EXAMPLE.ORG")).isEmpty();
        assertThat(places("1980-02-29")).isEmpty();
        assertThat(rows(lake.decrypting(cipher())
                        .read(spec().bronze())
                        .selectExpr("id", "mail", "born", "_outcome", "_unreadable is not null")
                        .orderBy("_row")
                        .collectAsList()))
                .containsExactly(
                        "1|ann.zyx@example.org|1980-02-29|silver|false",
                        "2.0|ben.zyx@example.org|1990-12-31|silver|false",
                        "3|null|null|silver|false",
                        "4|cat.zyx@example.org|ZyxFriday|quarantined|false",
                        "five|null|null|quarantined|true",
                        "null|null|null|unreadable|true");
        assertThat(lake.read(spec().silver())
                        .where("code is not null")
                        .select("code")
                        .distinct()
                        .count())
                .as("a token is the same for the same value")
                .isEqualTo(2);
        assertThat(lake.read(SubjectKeys.TABLE).count())
                .as("of persons with values")
                .isEqualTo(3);
    }

    /** Whose key is destroyed has no values any more, in no version; all others have theirs in every version. */
    @Test
    void aDestroyedKeyReachesAllVersions() {
        ingest(DAY, Again.SKIP);
        long before = lake.version(spec().silver());
        deliver(
                DAY.plusDays(1),
                HEAD + "1,ann.new@example.org,1980-02-29,plus,c\n7,fay@example.org,1999-01-01,plus,c\n");
        ingest(DAY.plusDays(1), Again.SKIP);
        cipher().destroy(RunId.parse("erase-1/2026-01-21/1"), "customer", List.of("1"));

        assertThat(rows(lake.decrypting(cipher())
                        .read(spec().silver(), before)
                        .select("id", "mail", "born", "domain")
                        .orderBy("id")
                        .collectAsList()))
                .containsExactly(
                        "1|null|null|null", "2|ben.zyx@example.org|1990-12-31|EXAMPLE.ORG", "3|null|null|null");
        deliver(DAY.plusDays(2), HEAD + "1,ann.again@example.org,1980-02-29,plus,c\n");
        ingest(DAY.plusDays(2), Again.SKIP);
        assertThat(silver())
                .containsExactly(
                        "1|null|null|basic|Zyx-77|null|5",
                        "1|null|null|plus|c|null|4",
                        "1|null|null|plus|c|null|4",
                        "2|ben.zyx@example.org|1990-12-31|plus|Zyx-78|EXAMPLE.ORG|4",
                        "3|null|null|basic|Zyx-77|null|5",
                        "7|fay@example.org|1999-01-01|plus|c|EXAMPLE.ORG|4");
    }

    @Test
    void twoRunsThatMeetTheSamePersonEndWithOneKey() {
        IngestSpec other = other();
        Interruptions.meanwhileAt("keys staged", () -> ingest(other, DAY, Again.SKIP), () -> ingest(DAY, Again.SKIP));
        assertThat(silver().get(0)).startsWith("1|ann.zyx@example.org|1980-02-29");
        assertThat(lake.decrypting(cipher()).read(other.silver()).first().<String>getAs("mail"))
                .isEqualTo("ann.b@example.org");
        assertThat(lake.read(SubjectKeys.TABLE)
                        .groupBy("name")
                        .count()
                        .where("count > 1")
                        .count())
                .isZero();
    }

    private static IngestSpec other() {
        IngestSpec spec = spec();
        return new IngestSpec(
                new io.headrace.spec.JobHeader(
                        "ingest-other", "test", spec.header().schedule(), "other"),
                "other",
                new io.headrace.spec.RawFiles(
                        List.of("other-{date}.csv"),
                        spec.files().format(),
                        spec.files().dialect(),
                        false),
                spec.schema(),
                spec.columns(),
                spec.derived(),
                spec.duplicates(),
                spec.keepOne(),
                spec.checks(),
                spec.totals(),
                0);
    }

    /** Killed where keys are stored, and before what they encrypted is seen. */
    @ParameterizedTest
    @ValueSource(strings = {"keys staged", "keys added", "after bronze.t"})
    @Tag("full")
    void aKilledRunGoesOnWithKeysThatReadWhatItPublishes(String point) {
        Interruptions.killedAt(point, () -> ingest(DAY, Again.SKIP));
        ingest(DAY, Again.SKIP);
        assertWhole();
    }

    @Test
    @Tag("full")
    void soItDoesFromEveryPoint() {
        List<String> points = Interruptions.pointsOf(() -> ingest(DAY, Again.SKIP)).stream()
                .distinct()
                .toList();
        assertThat(points).contains("keys staged", "keys added");
        for (int day = 1; day < points.size(); day++) {
            String point = points.get(day);
            LocalDate date = DAY.plusDays(day);
            deliver(date, HEAD + (100 + day) + ",p" + day + "@example.org,1980-02-29,plus,c\n");
            Interruptions.killedAt(point, () -> ingest(date, Again.SKIP));
            ingest(date, Again.SKIP);
            assertThat(silver())
                    .as(point)
                    .contains((100 + day) + "|p" + day + "@example.org|1980-02-29|plus|c|EXAMPLE.ORG|4");
        }
    }

    private void assertWhole() {
        assertThat(silver())
                .containsExactly(
                        "1|ann.zyx@example.org|1980-02-29|basic|Zyx-77|EXAMPLE.ORG|5",
                        "2|ben.zyx@example.org|1990-12-31|plus|Zyx-78|EXAMPLE.ORG|4",
                        "3|null|null|basic|Zyx-77|null|5");
    }

    @Test
    void withoutAKeyNothingIsTakenIn() {
        IngestSpec spec = spec();
        assertThatThrownBy(() -> shop.run(spec, DAY)).hasMessageContaining("the key-encryption key cannot be had");
        assertThat(lake.has(spec.bronze())).isFalse();
        ingest(DAY, Again.SKIP);
        LakeCipher wrong = new LakeCipher(lake, () -> LocalKey.all("ab".repeat(32)));
        assertThatThrownBy(() -> lake.decrypting(wrong).read(spec.silver()).collectAsList())
                .hasMessageContaining("was wrapped by the key-encryption key");
    }

    @Test
    @Tag("full")
    void aNewKeyInFrontTakesOver() {
        ingest(DAY, Again.SKIP);
        String next = "ab".repeat(32);
        new LakeCipher(lake, () -> LocalKey.all(next + " " + KEY)).require();
        assertThat(lake.decrypting(new LakeCipher(lake, () -> LocalKey.all(next)))
                        .read(spec().silver())
                        .where("id = 1")
                        .first()
                        .<String>getAs("mail"))
                .isEqualTo("ann.zyx@example.org");
    }

    /** A table of an earlier layout has clear values in its history: it is not encrypted from now on as if it had not. */
    @Test
    void aColumnThatWasInClearIsNotEncryptedOnTheWay() {
        IngestSpec clear = TestSource.with(
                spec(),
                TestSource.columns("id long", "mail string", "born date", "plan string", "code string"),
                Duplicates.DROP,
                List.of());
        shop.run(clear, DAY);
        assertThatThrownBy(() -> ingest(DAY.plusDays(1), Again.SKIP))
                .hasMessageContaining("was made with another encryption of the column mail");
        ingest(other(), DAY, Again.SKIP);
        assertThat(lake.read(clear.silver()).where("id = 1").first().<String>getAs("mail"))
                .isEqualTo("ann.zyx@example.org");
    }

    @Test
    @Tag("full")
    void aReplayMovesRowsThatRestEncryptedAgain() {
        deliver(
                DAY,
                HEAD + "8,gus.zyx@example.org,2030-01-01,plus,Zyx-82\n9,hal.zyx@example.org,2031-01-01,plus,Zyx-83\n"
                        + "ten,ida.zyx@example.org,2031-01-01,plus,Zyx-84\n");
        ingest(DAY, Again.SKIP);
        cipher().destroy(RunId.parse("erase-1/2026-01-21/1"), "customer", List.of("9"));
        IngestSpec relaxed = TestSource.with(spec(), spec().columns(), Duplicates.DROP, List.of());
        Outcome outcome = shop.run(
                ReplayStage.job(relaxed), new ReplayStage(relaxed, lake, shop.ledger(), "", cipher()), DAY, Again.SKIP);
        assertThat(outcome.message())
                .as("who has no key any more, and who could not be read, stay where they are")
                .contains("3 rows in quarantine = 1 moved to silver + 2 remaining");
        assertThat(silver()).containsExactly("8|gus.zyx@example.org|2030-01-01|plus|Zyx-82|EXAMPLE.ORG|4");
        assertThat(rows(lake.decrypting(cipher())
                        .read(spec().bronze())
                        .where("id = '8'")
                        .select("mail", "born", "_outcome")
                        .collectAsList()))
                .containsExactly("gus.zyx@example.org|2030-01-01|silver");
        assertThat(places("zyx")).isEmpty();
    }
}
