package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.privacy.search.FolderSearch;
import io.headrace.privacy.search.Hit;
import io.headrace.privacy.search.Needle;
import io.headrace.privacy.search.Needles;
import io.headrace.privacy.search.SearchReport;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.OncePerBuild;
import io.headrace.trust.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A small project, played from files to scores, with a person who stands wherever a value can come from: in clean rows, in a refused row, in one
 * that cannot be read, in a field that nobody declared, in columns derived from others.
 */
final class PlantedPerson {
    static final String KEY = "918273645";
    static final String NAME = "Zyxwina Planted";
    static final String MAIL = "Zyxwina.Planted@example.org";
    static final String DATE = "2026-01-31";

    private static final Set<String> COLUMNS = Set.of("customer_id");

    private PlantedPerson() {}

    /** The played project; read only. */
    static Path played() {
        return OncePerBuild.folder("planted-person", project -> {
            try {
                play(project);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void play(Path project) throws IOException {
        make(project, "");
        edit(
                project,
                "jobs/ingest-customers.conf",
                "checks {\n",
                "publish { views { analyst { columns = [customer_id, name, email, plan]\n"
                        + "  mask { customer_id { hash = true }, name { clear = test }, email { truncate = 3 } } } } }\nchecks {\n");
        secret(project, "mask-key-file", "masks");
        edit(project, "features/profile.conf", "columns {\n", "columns {\n  addressed { type = string }\n");
        edit(
                project,
                "features/profile.conf",
                "expected = [{ customer_id = 1,",
                "expected = [{ customer_id = 1, addressed = null,");
        edit(project, "features/profile.sql", "  age,\n", "  age,\n  upper(x.GREETING) as addressed,\n");
        edit(project, "features/profile.sql", "from customers", "from customers x");
        run(project, "run", "--date", DATE);
    }

    /**
     * Makes the project, with a secret for tombstones and a key to sign; nothing is run.
     *
     * @param further what else the columns of name and address declare
     */
    static void make(Path project, String further) throws IOException {
        LakeExtension.session();
        assertThat(CommandRun.of("init", project.toString()).exit()).isZero();
        edit(
                project,
                "jobs/ingest-customers.conf",
                "type = long, required = true,",
                "type = long, required = true, subject-key = customer_id,");
        edit(
                project,
                "jobs/ingest-customers.conf",
                "checks {\n",
                "derived { mail_small = \"lower(EMAIL)\", greeting = \"concat('Dear ', NaMe)\" }\nchecks {\n");
        edit(
                project,
                "jobs/ingest-customers.conf",
                "  # The known label",
                "  name { type = string, personal = true" + further + " }\n  email { type = string, personal = true"
                        + further + " }\n  # The known label");
        plant(project.resolve("landing"));
        Files.createDirectories(project.resolve("keys"));
        SigningKey.create(project.resolve("keys/officer"));
        secret(project, "tombstone-key-file", "tombstones");
    }

    private static void secret(Path project, String key, String file) throws IOException {
        Path secret = Files.writeString(project.resolve(file), "0123456789abcdef0123456789abcdef\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Path conf = project.resolve("conf/local.conf");
        Files.writeString(conf, Files.readString(conf) + "\nprivacy { " + key + " = " + file + " }\n");
    }

    private static void plant(Path landing) throws IOException {
        Path file = landing.resolve("customers.csv");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String id = line.substring(0, line.indexOf(','));
            lines.add(line
                    + (id.equals("customer_id") ? ",name,email,note" : ",Person " + id + ",p" + id + "@example.org,"));
        }
        lines.add(1, KEY + ",44,basic,12,1.5,2,yes," + NAME + "," + MAIL + ",call " + NAME + " at noon");
        Files.write(file, lines);
        Files.writeString(
                landing.resolve("customers-late.csv"),
                lines.get(0) + "\n" + KEY + ",300,basic,12,1.5,2,yes," + NAME + "," + MAIL + ",\n" + KEY
                        + ",12,basic,1,1,1,no," + NAME + "," + MAIL + ",x,y,z\n");
    }

    /** The command in the project; fails where it fails. */
    static CommandRun run(Path project, String... words) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of(words), Stream.of("--project", project.toString()))
                .toArray(String[]::new));
        assertThat(run.exit())
                .as(String.join(" ", words) + "\n" + run.out() + run.err())
                .isZero();
        return run;
    }

    /** Where the person is found below a folder of the project. */
    static List<Hit> hits(Path folder) {
        Needles needles = Needles.of(
                List.of(Needle.key("key", COLUMNS, KEY), Needle.value("name", NAME), Needle.value("mail", MAIL)));
        try {
            SearchReport report = new FolderSearch(
                            needles, LakeExtension.session().sessionState().newHadoopConf())
                    .search(new org.apache.hadoop.fs.Path(folder.toString()));
            assertThat(report.unread()).isEmpty();
            assertThat(report.files()).isPositive();
            return report.hits();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void edit(Path project, String file, String before, String after) throws IOException {
        Path edited = project.resolve(file);
        String text = Files.readString(edited);
        assertThat(text).contains(before);
        Files.writeString(edited, text.replace(before, after));
    }

    /** A copy of a played project. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path original : files.toList()) {
                Files.copy(original, to.resolve(from.relativize(original).toString()));
            }
        }
        return to;
    }
}
