package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import io.headrace.trust.VerifyingKey;
import io.headrace.trust.approval.Action;
import io.headrace.trust.approval.Approval;
import io.headrace.trust.approval.Proposal;
import io.headrace.trust.chain.Canonical;
import io.headrace.trust.chain.ChainRow;
import io.headrace.trust.chain.ChainState;
import io.headrace.trust.chain.Checkpoint;
import io.headrace.trust.chain.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL and Python verify, by the lines of the page, what Headrace signs. */
class TrustPageTest {
    private static final ChainRow ROW = ChainState.EMPTY.next(
            "models", 5, Canonical.digest(Struct.of("model", "lapse").with("version", 1)));

    @TempDir
    private Path folder;

    private SigningKey ada;
    private Page page;

    @BeforeEach
    void makeAKey() throws IOException {
        ada = SigningKey.create(folder.resolve("ada"));
        page = Page.of("docs/trust.md");
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    private String runBlock(int block) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "OpenSSL is not installed");
        return run("bash", "-euo", "pipefail", "-c", page.blocks("sh").get(block));
    }

    @Test
    void keysOfOpensslAreTaken() throws IOException, InterruptedException {
        String output = runBlock(0);
        SigningKey ben = SigningKey.read(folder.resolve("ben"));
        assertThat(output).startsWith(ben.verifyingKey().identifier());
        assertThat(Files.readString(folder.resolve("ben.pub")))
                .isEqualTo(ben.verifyingKey().pem());
        assertThat(KeyRing.read(folder).names()).isEqualTo("ada, ben");
        assertThat(VerifyingKey.read(folder.resolve("ada.pub"))).isEqualTo(ada.verifyingKey());
    }

    @Test
    void documentsAreVerified() throws IOException, InterruptedException {
        Proposal proposal = new Proposal(Action.PROMOTE, "lapse/7", new TreeMap<>(Map.of("model", "m7")));
        Approval approval = Approval.of(proposal, "ada", "Größe geprüft", 5, ada);
        Files.writeString(folder.resolve("approval.json"), approval.signed(ada).json());
        assertThat(runBlock(1)).isEqualTo("Verified OK");
    }

    @Test
    void headsAreVerified() throws IOException, InterruptedException {
        Checkpoint head = Checkpoint.of("lake-7/models", ChainState.EMPTY.after(ROW));
        Files.writeString(folder.resolve("head.txt"), head.signed("ada", ada));
        assertThat(runBlock(2)).isEqualTo("Verified OK");
        assertThat(page.blocks("sh")).hasSize(3);
    }

    @Test
    void digestsOfRowsAreComputedElsewhereToo() throws IOException, InterruptedException {
        assertThat(run("python3", "-c", page.blocks("python").get(0))).isEqualTo(ROW.content() + " " + ROW.digest());
    }
}
