package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import io.headrace.bundle.Bundles;
import io.headrace.registry.Registry;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.approval.ErasureCertificate;
import io.headrace.trust.signing.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Signing, approving and auditing, as people type it, in a project in which two of three must agree. */
@ExtendWith(LakeExtension.class)
class TrustedLakeSparkIT {
    private static final String PERSON = "customer_id=1243101";
    private static final String DAY = "2026-01-20";

    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void make() throws IOException {
        project = folder.resolve("project");
        Path keys = Files.createDirectory(folder.resolve("keys"));
        Path approvers = Files.createDirectory(folder.resolve("approvers"));
        for (String name : List.of("eve", "mallory", "ada", "ben", "cleo")) {
            SigningKey.create(folder.resolve(name));
            if (!name.equals("mallory")) {
                Path trusted = name.equals("eve") ? keys : approvers;
                Files.copy(folder.resolve(name + ".pub"), trusted.resolve(name + ".pub"));
            }
        }
        Files.writeString(
                Files.createFile(
                        folder.resolve("tombstones"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                "a secret of the officer's");
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")) + """
                trust { keys = "%1$s/keys", approvers = "%1$s/approvers", approvals = 2, erasure-approvals = 2 }
                privacy { tombstone-key-file = "%1$s/tombstones" }
                """.formatted(folder));
        write("jobs/ingest-customers.conf", """
                kind = ingest, owner = shop, files.paths = ["customers.csv"]
                columns {
                  customer_id { type = long, required = true, subject-key = customer_id }
                  name { type = string, personal = true }
                }
                """);
    }

    private Lake lake() {
        return Lake.open(LakeExtension.session(), project.resolve("target/lake").toString());
    }

    private String key(String name) {
        return folder.resolve(name).toString();
    }

    private String approve(String name, String reason) {
        return ok("approve", "erase", "--subject", PERSON, "--reason", reason, "--key", key(name));
    }

    private List<String> erase(String... more) {
        List<String> words = new ArrayList<>(
                List.of("erase", "--subject", PERSON, "--reason", "request 17", "--signing-key", key("eve")));
        words.addAll(List.of(more));
        return words;
    }

    @Test
    void twoOfThreeAgreeBeforeAPersonIsErased() throws IOException {
        write("target/landing/customers.csv", "customer_id,name\n1243101,Zacharias Yxkull\n1243102,Ida\n");
        ok("job", "ingest-customers", "--date", DAY);
        assertThat(ok("erase", "--subject", PERSON, "--reason", "request 17", "--dry-run"))
                .contains("silver.customers");
        assertThat(refused(3, erase()))
                .contains(
                        "HEAD-PRIVACY-022",
                        "0 of 2 approvals to erase the persons of erase-",
                        "headrace approve erase");
        assertThat(refused(
                        2, List.of("approve", "erase", "--subject", PERSON, "--reason", "r", "--key", key("mallory"))))
                .contains("HEAD-PRIVACY-024", "mallory");
        assertThat(approve("ada", "request 17")).contains("1 of 2", "by ada; 1 more is needed of ben, cleo");
        assertThat(approve("ada", "request 17")).contains("1 of 2");
        assertThat(approve("ben", "request 18")).contains("1 of 2", "by ben", "that of ada: it is for another reason");
        assertThat(refused(3, erase())).contains("1 of 2", "by ada", "that of ben: it is for another reason");
        assertThat(approve("ben", "request 17")).contains("2 of 2", "by ada, ben");
        assertThat(ok(erase())).contains("1 person erased");

        assertThat(certificate().approvals()).hasSize(2).doesNotHaveDuplicates();
        assertThat(LakeExtension.session()
                        .read()
                        .format("delta")
                        .load(project.resolve("target/lake/silver/customers").toString())
                        .count())
                .isOne();
        try (Stream<Path> files = Files.list(project.resolve("target/lake/headrace/erasures"))) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("1243101", "Yxkull");
            }
        }
        assertThat(refused(3, erase("--force")))
                .as("an approval counts once")
                .contains("0 of 2", "that of ada: it is for another erasure");
    }

    private ErasureCertificate certificate() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("target/lake/headrace/erasures"))) {
            Path file = files.filter(found -> found.toString().endsWith(".certificate.json"))
                    .findFirst()
                    .orElseThrow();
            KeyRing trusted = KeyRing.read(folder.resolve("keys"));
            return ErasureCertificate.open(Files.readString(file), trusted, file.toString());
        }
    }

    @Test
    void aVersionIsSignedApprovedAndPromotedAndTheLakeAuditedByCommands() throws IOException {
        Bundles.trained(lake(), Clock.systemUTC());
        assertThat(new Registry(lake(), Clock.systemUTC()).champion("lapse").number())
                .isEqualTo(1);
        signed();
        assertThat(refused(3, List.of("models", "promote", "lapse", "1", "--reason", "r")))
                .contains("HEAD-REGISTRY-014", "0 of 2 approvals to promote lapse/1");
        assertThat(refused(2, promoteBy("mallory"))).contains("HEAD-REGISTRY-015");
        assertThat(ok(promoteBy("ada"))).contains("1 of 2 approvals to promote lapse/1: by ada");
        assertThat(ok(promoteBy("cleo"))).contains("2 of 2 approvals");
        assertThat(ok("models", "promote", "lapse", "1", "--reason", "agreed")).contains("is now version 1");
        assertThat(refused(2, List.of("approve", "rollback", "lapse", "--key", key("ada"), "--reason", "r")))
                .contains("HEAD-REGISTRY-005");
        shown();
        audited();
    }

    private List<String> promoteBy(String name) {
        return List.of("approve", "promote", "lapse", "1", "--key", key(name), "--reason", "figures are fine");
    }

    private void signed() throws IOException {
        assertThat(refused(2, List.of("models", "sign", "lapse", "1"))).contains("HEAD-CLI-034");
        String out = folder.resolve("signed").toString();
        assertThat(ok("models", "sign", "lapse", "1", "--key", key("mallory"), "--out", out))
                .contains("version 1 of lapse is signed by the key ", "its files: ");
        Path model = folder.resolve("signed/lapse-1");
        assertThat(refused(
                        3,
                        List.of(
                                "models",
                                "sign",
                                "lapse",
                                "1",
                                "--signature",
                                model.resolve("model.sig").toString())))
                .contains("HEAD-TRUST-013");
        ok("models", "sign", "lapse", "1", "--key", key("eve"), "--out", out);
        KeyRing trusted = KeyRing.read(folder.resolve("keys"));
        assertThat(ModelSignature.verify(model, model.resolve("model.sig"), trusted)
                        .signer())
                .isEqualTo("eve");
        assertThat(ok(
                        "models",
                        "sign",
                        "lapse",
                        "1",
                        "--signature",
                        model.resolve("model.sig").toString()))
                .contains("version 1 of lapse is signed by eve");
    }

    private void shown() throws IOException {
        assertThat(ok("audit", "show", "--model", "lapse"))
                .containsPattern("approved version 1 of lapse +.*figures are fine")
                .containsPattern("promoted version 1 of lapse +.*agreed");
        String json = ok("audit", "show", "--model", "lapse", "--json");
        assertThat(JsonSparkIT.schema("audit-show").validate(json, InputFormat.JSON))
                .isEmpty();
        assertThat(new ObjectMapper().readTree(json)).hasSize(6);
        assertThat(ok("audit", "show", "--since", "2999-01-01")).contains("(none)");
    }

    private void audited() throws IOException {
        String heads = folder.resolve("heads").toString();
        assertThat(ok("audit", "verify")).contains("headrace.models/lapse", "all is as it was written");
        assertThat(ok("audit", "sign", "--key", key("eve"), "--out", heads)).contains(" heads signed, ", "heads in ");
        List<String> verify = List.of("audit", "verify", "--heads", heads, "--json");
        JsonNode found = verified(ok(verify));
        assertThat(found.path("intact").booleanValue()).isTrue();
        assertThat(found.path("found")).isEmpty();
        Path lake = project.resolve("target/lake");
        LakeExtension.session()
                .sql("update delta.`" + lake + "/headrace/models` set record = replace(record, 'agreed', 'alone')");
        CommandRun run = run(verify);
        assertThat(run.exit()).isEqualTo(3);
        JsonNode tampered = verified(run.out());
        assertThat(tampered.path("intact").booleanValue()).isFalse();
        assertThat(tampered.path("found")).anySatisfy(fault -> {
            assertThat(fault.path("what").textValue()).isEqualTo("edited");
            assertThat(fault.path("where").textValue()).startsWith("headrace.models/lapse event ");
        });
        assertThat(run(List.of("audit", "verify")).out()).containsPattern("edited +headrace.models/lapse event \\d+ ");
    }

    private static JsonNode verified(String json) throws IOException {
        assertThat(JsonSparkIT.schema("audit-verify").validate(json, InputFormat.JSON))
                .isEmpty();
        return new ObjectMapper().readTree(json);
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String refused(int exit, List<String> command) {
        CommandRun run = run(command);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(exit);
        return run.err();
    }

    private String ok(String... command) {
        return ok(List.of(command));
    }

    private String ok(List<String> command) {
        CommandRun run = run(command);
        assertThat(run.exit())
                .as(String.join(" ", command) + "\n" + run.out() + run.err())
                .isZero();
        return run.out();
    }

    private CommandRun run(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--project", project.toString()));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
