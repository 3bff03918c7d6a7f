package io.headrace.trust.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.testing.PythonEnvironment;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference tool of OpenSSF Model Signing verifies what Headrace signs, and the reverse. */
class ModelSigningToolIT {
    private static String tool;

    @TempDir
    private Path top;

    private Path model;
    private SigningKey key;
    private KeyRing trusted;

    @BeforeAll
    static void installTheTool() throws IOException, InterruptedException {
        tool = PythonEnvironment.named("model-signing").program("model_signing");
    }

    @BeforeEach
    void makeAModel() throws IOException {
        model = Files.createDirectory(top.resolve("lapse"));
        Files.writeString(model.resolve("a.txt"), "one");
        Files.writeString(model.resolve("a-b"), "two");
        Files.writeString(Files.createDirectory(model.resolve("a")).resolve("b"), "three");
        Files.writeString(model.resolve("größe"), "four");
        Files.writeString(model.resolve(".hidden"), "five");
        Files.writeString(Files.createDirectory(model.resolve(".git")).resolve("HEAD"), "not signed");
        key = SigningKey.create(top.resolve("ada"));
        trusted = KeyRing.of("ada", key.verifyingKey());
    }

    /** What the tool says, with its exit code before it. */
    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(top.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output.strip();
    }

    private String verified(Path signature) throws IOException, InterruptedException {
        return run("verify", "key", "lapse", "--public_key", "ada.pub", "--signature", signature.toString());
    }

    @Test
    void theLineOfThePageVerifies() throws IOException, InterruptedException {
        List<String> page = Files.readAllLines(Path.of("docs/trust.md"));
        int line = IntStream.range(0, page.size())
                .filter(i -> page.get(i).startsWith("model_signing "))
                .findFirst()
                .orElseThrow();
        ModelSignature.write(model, model.resolve("model.sig"), key);
        assertThat(run(page.get(line).replaceFirst("model_signing ", "").split(" ")))
                .isEqualTo("0 " + page.get(line + 1));
    }

    @Test
    void theToolVerifiesWhatHeadraceSigns() throws IOException, InterruptedException {
        Path inside = model.resolve("model.sig");
        ModelSignature.write(model, inside, key);
        assertThat(verified(inside)).isEqualTo("0 Verification succeeded");
        Files.writeString(model.resolve("a.txt"), "One");
        assertThat(verified(inside)).startsWith("1 Verification failed").contains("Hash mismatch for 'a.txt'");
    }

    @Test
    void theToolVerifiesWhatWasSignedWithoutAFolder() throws IOException, InterruptedException {
        SortedMap<String, String> files =
                ModelSignature.write(model, top.resolve("aside.sig"), key).files();
        Path inside = model.resolve("model.sig");
        Files.writeString(inside, ModelSignature.of("lapse-1", files, "model.sig", key));
        assertThat(verified(inside)).isEqualTo("0 Verification succeeded");
    }

    @Test
    void headraceVerifiesWhatTheToolSigns() throws IOException, InterruptedException {
        Path outside = top.resolve("lapse.sig");
        assertThat(run("sign", "key", "lapse", "--private_key", "ada", "--signature", "lapse.sig"))
                .isEqualTo("0 Signing succeeded");
        SignedModel found = ModelSignature.verify(model, outside, trusted);
        assertThat(found.signer()).isEqualTo("ada");
        assertThat(found.name()).isEqualTo("lapse");
        assertThat(found.files()).containsOnlyKeys("a.txt", "a-b", "a/b", "größe", ".hidden");
        assertThat(found.files())
                .isEqualTo(ModelSignature.write(model, top.resolve("ours.sig"), key)
                        .files());
        Files.writeString(model.resolve("new"), "");
        Files.delete(model.resolve("a-b"));
        assertThatThrownBy(() -> ModelSignature.verify(model, outside, trusted))
                .isInstanceOf(HeadraceException.class)
                .hasMessageEndingWith("a-b is missing; new was added");
    }

    @Test
    void bothRefuseTheOthersSignatureByAnotherKey() throws IOException, InterruptedException {
        SigningKey ben = SigningKey.create(top.resolve("ben"));
        Path signature = top.resolve("lapse.sig");
        ModelSignature.write(model, signature, ben);
        assertThat(verified(signature)).startsWith("1 Verification failed").contains("Key mismatch");
        run("sign", "key", "lapse", "--private_key", "ben", "--signature", "lapse.sig");
        assertThatThrownBy(() -> ModelSignature.verify(model, signature, trusted))
                .hasMessageContaining("not made by a trusted key")
                .hasMessageContaining(SignatureBundle.hint(ben.verifyingKey()));
    }
}
