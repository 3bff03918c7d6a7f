package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import io.headrace.bundle.Bundles;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.Registry;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A version goes from the lake of a head office to that of a branch, by the commands of the page. */
@ExtendWith(LakeExtension.class)
class BundleSparkIT {
    private static final String SOURCE = "version 1 of lapse in the lake \"lake\" of the project head";

    @TempDir
    private Path folder;

    private Path head;
    private Path branch;
    private Path bundle;

    @BeforeEach
    void train() throws IOException {
        head = folder.resolve("head");
        branch = folder.resolve("branch");
        bundle = folder.resolve("out/lapse-1.bundle");
        Path keys = Files.createDirectory(folder.resolve("keys"));
        SigningKey.create(folder.resolve("eve"));
        Files.copy(folder.resolve("eve.pub"), keys.resolve("eve.pub"));
        for (Path project : List.of(head, branch)) {
            write(
                    project,
                    "conf/local.conf",
                    Files.readString(Path.of("conf/ci.conf")) + "\ntrust { keys = \"" + keys
                            + "\", signed-models = true }\n");
            write(project, "jobs/ingest-sales.conf", """
                    kind = ingest, owner = shop, files.paths = ["sales.csv"]
                    columns { customer_id = long, at = timestamp }
                    """);
        }
        write(head, "jobs/activity.conf", "kind = features, owner = shop, view = activity\n");
        write(head, "features/activity.conf", """
                entity = customer_id
                inputs.sales { table = silver.sales, time = at, lookback = 8 days }
                columns { days = integer, orders { type = integer, personal = true } }
                """);
        write(head, "features/activity.sql", """
                select customer_id, as_of, datediff(as_of, max(at)) as days, cast(count(*) as int) as orders
                from sales group by customer_id, as_of
                """);
        Bundles.trained(lake(head), Clock.systemUTC());
    }

    private static Lake lake(Path project) {
        return Lake.open(LakeExtension.session(), project.resolve("target/lake").toString());
    }

    private String exported(Path file) {
        return ok(head, "models", "export", "lapse", "1", "--out", file.toString(), "--purpose", "the branch scores");
    }

    @Test
    void aVersionThatWasExportedAndImportedTellsWhereItComesFrom() throws IOException {
        ok(head, "models", "sign", "lapse", "1", "--key", folder.resolve("eve").toString());
        assertThat(exported(bundle)).contains("SHA-256 ", "it has learnt from personal columns: orders");
        exported(folder.resolve("again.bundle"));
        assertThat(folder.resolve("again.bundle")).hasSameBinaryContentAs(bundle);
        assertThat(ok(branch, "models", "import", bundle.toString()))
                .contains(SOURCE + " is version 1 of lapse here, without an alias")
                .containsPattern("signed by +eve")
                .containsPattern("scored +3 rows as in its own lake, to the last bit")
                .containsPattern("view +activity, which this project does not have")
                .containsPattern("not here +days, orders")
                .contains("none of this model", "headrace models promote lapse 1 --reason TEXT");
        assertThat(ok(branch, "models", "list")).containsPattern("lapse +1 +imported");
        ok(branch, "models", "promote", "lapse", "1", "--reason", "as good as there");
        assertThat(ok(branch, "models", "show", "lapse"))
                .contains(SOURCE, "by the gates of its own lake", "the branch scores", "train-lapse/2026-01-20/1");
        assertThat(ok(branch, "models", "evidence", "lapse", "1")).contains(SOURCE);
        Path card = folder.resolve("card.html");
        ok(branch, "models", "card", "lapse", "--out", card.toString());
        assertThat(Files.readString(card))
                .contains(
                        "The gates of its own lake let it pass. It is champion.",
                        "of the project head, run train-lapse");
        assertThat(refused(2, branch, "models", "reproduce", "lapse", "1"))
                .contains("HEAD-CLI-055", "in another lake", SOURCE, "headrace models reproduce lapse 1");
        assertThat(ok(branch, "audit", "show", "--model", "lapse")).contains("imported version 1 of lapse: " + SOURCE);
        assertThat(ok(head, "audit", "show", "--model", "lapse"))
                .contains("exported version 1 of lapse: bundle ", "the branch scores");
        ok(branch, "audit", "verify");
        ok(head, "audit", "verify");
        isThereOnce();
    }

    private void isThereOnce() throws IOException {
        String again = ok(branch, "models", "import", bundle.toString(), "--json");
        assertThat(JsonSparkIT.schema("models-import").validate(again, InputFormat.JSON))
                .isEmpty();
        JsonNode found = new ObjectMapper().readTree(again);
        assertThat(found.path("new").booleanValue()).isFalse();
        assertThat(found.path("version").intValue()).isEqualTo(1);
        assertThat(found.path("signer").textValue()).isEqualTo("eve");
        assertThat(found.path("view").path("here").textValue()).isEqualTo("missing");
        assertThat(found.path("personal")).extracting(JsonNode::textValue).containsExactly("orders");
        assertThat(new Registry(lake(branch), Clock.systemUTC()).events("lapse"))
                .extracting(ModelEvent::type)
                .containsExactly(ModelEvent.Type.IMPORTED, ModelEvent.Type.PROMOTED);
        assertThat(JsonSparkIT.schema("models-list").validate(ok(branch, "models", "list", "--json"), InputFormat.JSON))
                .isEmpty();
        for (Path project : List.of(head, branch)) {
            String shown = ok(project, "models", "show", "lapse", "--json");
            assertThat(JsonSparkIT.schema("models-show").validate(shown, InputFormat.JSON))
                    .isEmpty();
        }
        assertThat(ok(head, "models", "import", bundle.toString()))
                .contains("is here already: it is version 1 of lapse")
                .containsPattern("features +days, orders");
    }

    @Test
    void whatMustNotTravelIsRefused() throws IOException {
        assertThat(refused(2, head, "models", "export", "lapse", "1", "--out", bundle.toString()))
                .contains("HEAD-REGISTRY-030", "(orders)", "--purpose TEXT");
        assertThat(bundle).doesNotExist();
        exported(bundle);
        assertThat(refused(3, branch, "models", "import", bundle.toString()))
                .contains("HEAD-REGISTRY-027", "is not signed", "headrace models sign");
        byte[] changed = Files.readAllBytes(bundle);
        changed[changed.length / 2] ^= 1;
        Path broken = Files.write(folder.resolve("broken.bundle"), changed);
        assertThat(refused(3, branch, "models", "import", broken.toString()))
                .contains("HEAD-REGISTRY-02", broken.toString(), "Nothing was written here");
        assertThat(refused(2, branch, "models", "import", folder.resolve("gone").toString()))
                .contains("HEAD-REGISTRY-032", "there is no such file");
        assertThat(ok(branch, "models", "list")).contains("(none)");
    }

    private static void write(Path project, String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String refused(int exit, Path project, String... command) {
        CommandRun run = run(project, command);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(exit);
        return run.err();
    }

    private static String ok(Path project, String... command) {
        CommandRun run = run(project, command);
        assertThat(run.exit())
                .as(String.join(" ", command) + "\n" + run.out() + run.err())
                .isZero();
        return run.out();
    }

    private static CommandRun run(Path project, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--project", project.toString()));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
