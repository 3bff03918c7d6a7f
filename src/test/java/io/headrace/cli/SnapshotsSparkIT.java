package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F6: plays docs/snapshots.md on nightly files of the same students, whose answers come late, beside an oracle in plain Java. */
class SnapshotsSparkIT {
    private static final Pattern FILE = Pattern.compile("```hocon\n# (\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 8;
    private static final int EARLIER = 5;
    private static final int STUDENTS = 160;

    private record Student(int credits, String grade, String plan, String dropout) {}

    @TempDir
    private Path folder;

    private final SparkSession spark = LakeExtension.session();
    private final Map<LocalDate, Map<Integer, Student>> sent = new TreeMap<>();

    @Test
    void everyoneIsKnownAsOfThenAndOnlyThoseWithoutAnAnswerAreScored() throws IOException {
        Path project = project();
        LocalDate last = FIRST.plusDays(DAYS - 1);
        headrace(project, "check");
        headrace(project, "run", "--date", last.toString());
        headrace(project, "run", "--date", FIRST.plusDays(EARLIER).toString(), "features-student");
        Dataset<Row> features = table(project, "features/student");
        for (int day : List.of(EARLIER, DAYS - 1)) {
            LocalDate date = FIRST.plusDays(day);
            assertThat(features.where("to_date(as_of) = date'" + date.plusDays(1) + "'")
                            .orderBy("student_id")
                            .collectAsList())
                    .extracting(row ->
                            row.getLong(0) + " " + row.get(2) + " " + row.get(3) + " " + row.get(4) + " " + row.get(5))
                    .as(date.toString())
                    .containsExactlyElementsOf(known(date));
        }
        assertThat(table(project, "scores/dropout")
                        .select("student_id")
                        .as(org.apache.spark.sql.Encoders.LONG())
                        .collectAsList())
                .containsExactlyInAnyOrderElementsOf(withoutAnswer(last));
        assertThat(learnt(project)).isEqualTo(firstAnswers());
        correct(project, last);
    }

    /** A row that is the latest of a day that is built makes that day stale; a row that later ones hide makes none. */
    private void correct(Path project, LocalDate last) throws IOException {
        LocalDate hidden = FIRST.plusDays(1);
        write(project, hidden, without(sent.get(hidden), 0));
        write(project, FIRST.plusDays(EARLIER), without(sent.get(FIRST.plusDays(EARLIER)), 1));
        headrace(project, "run", "--date", last.plusDays(1).toString(), "ingest-students");
        String stale = CommandRun.of("plan", "--stale", "--project", project.toString())
                .out();
        assertThat(stale.lines().filter(line -> line.contains("features-student")))
                .singleElement()
                .asString()
                .contains(FIRST.plusDays(EARLIER).toString());
    }

    /** The same but for one student's credits. */
    private static Map<Integer, Student> without(Map<Integer, Student> students, int id) {
        Map<Integer, Student> others = new TreeMap<>(students);
        Student was = others.get(id);
        others.put(id, new Student(was.credits() + 1, was.grade(), was.plan(), was.dropout()));
        return others;
    }

    private List<String> known(LocalDate date) {
        Map<Integer, Student> latest = new TreeMap<>();
        sent.forEach((day, students) -> {
            if (!day.isAfter(date)) {
                latest.putAll(students);
            }
        });
        List<String> rows = new ArrayList<>();
        latest.forEach((id, of) ->
                rows.add(id + " " + of.credits() + " " + of.grade() + " " + of.plan() + " " + of.dropout()));
        return rows;
    }

    private List<Long> withoutAnswer(LocalDate date) {
        return known(date).stream()
                .filter(row -> row.endsWith(" null"))
                .map(row -> Long.valueOf(row.substring(0, row.indexOf(' '))))
                .toList();
    }

    /** Student and as-of: the day of the first snapshot with an answer, where there was one before it. */
    private TreeSet<String> firstAnswers() {
        Map<Integer, LocalDate> first = new TreeMap<>();
        sent.forEach((day, students) -> students.forEach(
                (id, of) -> Optional.ofNullable(of.dropout()).ifPresent(answer -> first.putIfAbsent(id, day))));
        TreeSet<String> rows = new TreeSet<>();
        first.forEach((id, day) -> {
            if (sent.entrySet().stream()
                    .anyMatch(of -> of.getKey().isBefore(day) && of.getValue().containsKey(id))) {
                rows.add(id + " " + day);
            }
        });
        return rows;
    }

    private TreeSet<String> learnt(Path project) {
        TreeSet<String> rows = new TreeSet<>();
        List<Row> found = table(project, "training/dropout")
                .selectExpr("student_id", "to_date(as_of)", "dropout")
                .collectAsList();
        found.forEach(row -> rows.add(row.get(0) + " " + row.get(1)));
        assertThat(rows).hasSize(found.size());
        assertThat(found).as("no answer is known before it comes").allMatch(row -> row.isNullAt(2));
        return rows;
    }

    private Path project() throws IOException {
        Path project = folder.resolve("project");
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        assertThat(CommandRun.of("init", project.toString()).exit()).isZero();
        for (String unused : List.of(
                "landing/customers.csv",
                "jobs/ingest-customers.conf",
                "jobs/features-profile.conf",
                "jobs/train-outcome.conf",
                "jobs/score-outcome.conf",
                "features/profile.conf",
                "features/profile.sql")) {
            Files.delete(project.resolve(unused));
        }
        Matcher block = FILE.matcher(Files.readString(Path.of("docs/snapshots.md")));
        while (block.find()) {
            Files.writeString(project.resolve(block.group(1)), block.group(2));
        }
        Random random = new Random(7);
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FIRST.plusDays(day);
            sent.put(date, students(day, random));
            write(project, date, sent.get(date));
        }
        return project;
    }

    /** Some are not sent on some days; answers come from the third day on and stay. */
    private static Map<Integer, Student> students(int day, Random random) {
        Map<Integer, Student> students = new TreeMap<>();
        for (int id = 0; id < STUDENTS; id++) {
            boolean fails = new Random(31L * id).nextInt(10) < (id % 2 == 0 ? 6 : 3);
            boolean isKnown = day > 1 + id % 9;
            int credits = 2 * day + random.nextInt(6) + (fails ? 0 : 2);
            if (id < 2 || random.nextInt(12) > 0) {
                students.put(
                        id,
                        new Student(
                                credits,
                                (2 + id % 3) + "." + day,
                                id % 2 == 0 ? "full" : "part",
                                isKnown ? fails ? "yes" : "no" : null));
            }
        }
        return students;
    }

    private static void write(Path project, LocalDate date, Map<Integer, Student> students) throws IOException {
        StringBuilder csv = new StringBuilder("student_id,credits,mean_grade,plan,dropout\n");
        students.forEach((id, of) -> csv.append(id + "," + of.credits() + "," + of.grade() + "," + of.plan() + ","
                + (of.dropout() == null ? "" : of.dropout()) + "\n"));
        Path file = project.resolve("landing/students/" + date + ".csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, csv);
    }

    private Dataset<Row> table(Path project, String name) {
        return spark.read()
                .format("delta")
                .load(project.resolve("lake").resolve(name).toString());
    }

    private static void headrace(Path project, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--project", project.toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.exit()).as(all + "\n" + run.out() + run.err()).isZero();
    }
}
