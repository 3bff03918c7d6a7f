package io.headrace.trust.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Digest;
import io.headrace.run.HeadraceException;
import io.headrace.run.Json;
import io.headrace.trust.Envelope;
import io.headrace.trust.KeyRing;
import io.headrace.trust.Keys;
import io.headrace.trust.SigningKey;
import io.headrace.trust.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSignatureTest {
    private static final SigningKey ADA = Keys.made();
    private static final KeyRing TRUSTED = KeyRing.of("ada", ADA.verifyingKey());

    /** The vector valid/key.bundle.json of the specification of model signing 1.0, signed by a key on P-384. */
    private static final String PUBLISHED = bundle(
            "e8450dec4eb99dae995da9af1bc2cc9f76ed669ee2e744f57abba763df3e3f8e",
            "ewogICJfdHlwZSI6ICJodHRwczovL2luLXRvdG8uaW8vU3RhdGVtZW50L3YxIiwKICAic3ViamVjdCI6IFsKICAgIHsKICAgICAgIm5hbWUiOi"
                    + "AibW9kZWwiLAogICAgICAiZGlnZXN0IjogewogICAgICAgICJzaGEyNTYiOiAiOTI3NDUxMTBiMWFiNDM2ODQ3MWNiZTMxNjY0ZTEwMTc0ZTk1"
                    + "NGIxMTNhM2RmMzMzZGI4NjAzMTdiMmM2ZGVjNCIKICAgICAgfQogICAgfQogIF0sCiAgInByZWRpY2F0ZVR5cGUiOiAiaHR0cHM6Ly9tb2RlbF"
                    + "9zaWduaW5nL3NpZ25hdHVyZS92MS4wIiwKICAicHJlZGljYXRlIjogewogICAgInJlc291cmNlcyI6IFsKICAgICAgewogICAgICAgICJkaWdl"
                    + "c3QiOiAiYmM5YTcxN2RiNjA2NGEzMmNiZTllYWU2ZmM0MDY1MWRkNmQzNmVmMTc1NzE4M2Y1OTBlZmYyYjE3NjVkN2ViYyIsCiAgICAgICAgIm"
                    + "FsZ29yaXRobSI6ICJzaGEyNTYiLAogICAgICAgICJuYW1lIjogInNpZ25tZS0xIgogICAgICB9LAogICAgICB7CiAgICAgICAgImRpZ2VzdCI6"
                    + "ICIzMmRjYjFmOGUxYWU1MmQ1OTYzZTU2YTZiYTA2YWI1OGI0MjRjMTVlZDJhNmI3MGQyZmVjYTFkMDg5MzcwMDI4IiwKICAgICAgICAiYWxnb3"
                    + "JpdGhtIjogInNoYTI1NiIsCiAgICAgICAgIm5hbWUiOiAic2lnbm1lLTIiCiAgICAgIH0KICAgIF0sCiAgICAic2VyaWFsaXphdGlvbiI6IHsK"
                    + "ICAgICAgIm1ldGhvZCI6ICJmaWxlcyIsCiAgICAgICJpZ25vcmVfcGF0aHMiOiBbCiAgICAgICAgIi5naXRhdHRyaWJ1dGVzIiwKICAgICAgIC"
                    + "AiLmdpdGh1YiIsCiAgICAgICAgImlnbm9yZS1tZSIsCiAgICAgICAgIi5naXRpZ25vcmUiLAogICAgICAgICIuZ2l0IgogICAgICBdLAogICAg"
                    + "ICAiaGFzaF90eXBlIjogInNoYTI1NiIsCiAgICAgICJhbGxvd19zeW1saW5rcyI6IGZhbHNlCiAgICB9CiAgfQp9",
            "MGQCMDNHlJBKxhHVeSWQ+RWXT2LKSOcd3fF6jQLxRs8zdXnJI9Ff8zKrDeMLvprDzqzKZQIwQmpMu2WZsNmlfMD+5S0UqwBnJ3/xLPjO+bYmBn"
                    + "/c5fg80jHloGe9fmjR5d57Y1XM");

    /** The key of the vector, from the reference tool's own tests. */
    private static final String PUBLISHED_KEY = """
            -----BEGIN PUBLIC KEY-----
            MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEsu6rZGBTjxtvRWPMixT+3HyndV0J0Ybt
            aHZUcO4DEK+OJHO/4e32bb/fbJKSpRgcBsIpKLcVijUomyFOERbd7u+BTPSUjGZD
            Qq6J7lTvp/EAXQGOKxW9RP0MGX3qAkvi
            -----END PUBLIC KEY-----
            """;

    @TempDir
    private Path top;

    private Path folder;
    private Path signature;

    private static String bundle(String hint, String payload, String sig) {
        return """
                {
                    "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
                    "verificationMaterial": {"publicKey": {"hint": "%s"}, "tlogEntries": []},
                    "dsseEnvelope": {
                        "payload": "%s",
                        "payloadType": "application/vnd.in-toto+json",
                        "signatures": [{"sig": "%s", "keyid": ""}]
                    }
                }
                """.formatted(hint, payload, sig);
    }

    @BeforeEach
    void makeAModel() throws IOException {
        folder = Files.createDirectory(top.resolve("lapse"));
        signature = folder.resolve("model.sig");
        Files.writeString(folder.resolve("a.txt"), "one");
        Files.writeString(folder.resolve("a-b"), "two");
        Files.writeString(folder.resolve(".hidden"), "three");
        Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("b"), "four");
        Files.writeString(folder.resolve("Größe \"1\"\n"), "five");
        Files.writeString(Files.createDirectory(folder.resolve(".git")).resolve("HEAD"), "not signed");
        Files.createDirectory(folder.resolve("empty"));
    }

    @Test
    void theVectorOfTheSpecificationIsVerified() throws IOException {
        Path model = Files.createDirectory(top.resolve("published"));
        Files.writeString(model.resolve("signme-1"), "signme-1\n");
        Files.writeString(model.resolve("signme-2"), "signme-2");
        Files.writeString(model.resolve("ignore-me"), "");
        Path bundle = Files.writeString(top.resolve("published.sig"), PUBLISHED);
        KeyRing signer = KeyRing.of("tool", VerifyingKey.of(PUBLISHED_KEY, "vector"));
        SignedModel verified = ModelSignature.verify(model, bundle, signer);
        assertThat(verified.name()).isEqualTo("model");
        assertThat(verified.signer()).isEqualTo("tool");
        assertThat(verified.digest()).isEqualTo("92745110b1ab4368471cbe31664e10174e954b113a3df333db860317b2c6dec4");
        assertThat(verified.files()).containsOnlyKeys("signme-1", "signme-2");
        assertThat(verified.ignored()).contains("ignore-me");
        Files.writeString(model.resolve("signme-2"), "signme-3");
        assertRefused(() -> ModelSignature.verify(model, bundle, signer), "HEAD-TRUST-015", "signme-2 was changed");
        assertRefused(() -> ModelSignature.verify(model, bundle, TRUSTED), "HEAD-TRUST-013", "its key is e8450dec4eb9");
    }

    @Test
    void aSignedFolderIsVerifiedAlsoElsewhere() throws IOException {
        SignedModel written = ModelSignature.write(folder, signature, ADA);
        SignedModel verified = ModelSignature.verify(folder, signature, TRUSTED);
        assertThat(written.name()).isEqualTo(verified.name()).isEqualTo("lapse");
        assertThat(written.digest()).isEqualTo(verified.digest());
        assertThat(verified.signer()).isEqualTo("ada");
        assertThat(verified.ignored()).containsExactly(".git", ".gitattributes", ".github", ".gitignore", "model.sig");
        Path moved = Files.move(folder, top.resolve("moved"));
        assertThat(ModelSignature.verify(moved, moved.resolve("model.sig"), TRUSTED))
                .isEqualTo(verified);
        Path outside = Files.move(moved.resolve("model.sig"), top.resolve("model.sig"));
        assertThat(ModelSignature.verify(moved, outside, TRUSTED)).isEqualTo(verified);
    }

    /** By code points, as the specification says; the digest of the whole goes over the digests in that order. */
    @Test
    void filesStandInTheOrderOfTheSpecification() {
        SignedModel written = ModelSignature.write(folder, signature, ADA);
        assertThat(written.files().keySet()).containsExactly(".hidden", "Größe \"1\"\n", "a-b", "a.txt", "a/b");
        StringBuilder digests = new StringBuilder();
        for (String content : List.of("three", "five", "two", "one", "four")) {
            digests.append(Digest.of(content));
        }
        assertThat(written.digest()).isEqualTo(Digest.of(HexFormat.of().parseHex(digests)));
    }

    @Test
    void whatIsChangedIsNamed() throws IOException {
        ModelSignature.write(folder, signature, ADA);
        Files.writeString(folder.resolve("a.txt"), "One");
        Files.writeString(folder.resolve("a").resolve("new"), "");
        Files.delete(folder.resolve("a-b"));
        assertRefused(
                () -> ModelSignature.verify(folder, signature, TRUSTED),
                "HEAD-TRUST-015",
                folder + " is not as it was signed: a-b is missing; a.txt was changed; a/new was added");
        for (int i = 0; i < 30; i++) {
            Files.writeString(folder.resolve("b" + i), "");
        }
        assertRefused(() -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-015", "; and 13 more");
    }

    @Test
    void contentsThatChangePlacesAreNamed() throws IOException {
        ModelSignature.write(folder, signature, ADA);
        Files.writeString(folder.resolve("a.txt"), "two");
        Files.writeString(folder.resolve("a-b"), "one");
        assertRefused(
                () -> ModelSignature.verify(folder, signature, TRUSTED),
                "HEAD-TRUST-015",
                "a-b was changed; a.txt was changed");
    }

    @Test
    void anUnsignedAForeignAndAForgedFolderAreRefused() throws IOException {
        assertRefused(() -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-011", "is not signed");
        ModelSignature.write(folder, signature, Keys.made());
        assertRefused(
                () -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-013", "not made by a trusted key");
        ModelSignature.write(folder, signature, ADA);
        String signed = Files.readString(signature);
        Envelope other = Envelope.signed("text/plain", "something else", ADA);
        Files.writeString(
                signature,
                signed.replaceFirst(
                        "\"sig\":\"[^\"]+\"",
                        "\"sig\":\"" + other.signatures().get(0).sig() + "\""));
        assertRefused(
                () -> ModelSignature.verify(folder, signature, TRUSTED),
                "HEAD-TRUST-014",
                "names the key of ada, but the signature does not fit");
        Files.writeString(signature, signed.replaceFirst("(\"sig\":\"[^\"]{20})[^\"]+", "$1"));
        assertRefused(
                () -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-014", "changed, cut or forged");
    }

    @Test
    void anyCutOfTheFileIsRefused() throws IOException {
        ModelSignature.write(folder, signature, ADA);
        String signed = Files.readString(signature);
        for (int length = 0; length < signed.length(); length += 7) {
            Files.writeString(signature, signed.substring(0, length));
            assertRefused(() -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-012", "no signature of");
        }
        Files.write(signature, new byte[] {(byte) 0xff});
        assertRefused(() -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-012", "no signature of");
    }

    @Test
    void linksAreRefusedAndNeverFollowed() throws IOException {
        Path secret = Files.writeString(top.resolve("secret"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
        assertRefused(() -> ModelSignature.write(folder, signature, ADA), "HEAD-TRUST-016", link + " is neither");
        Files.delete(link);
        ModelSignature.write(folder, signature, ADA);
        Files.delete(folder.resolve("a.txt"));
        Files.createSymbolicLink(folder.resolve("a.txt"), Files.writeString(top.resolve("one"), "one"));
        assertRefused(() -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-016", "a.txt is neither");
        Path linked = Files.createSymbolicLink(top.resolve("linked"), folder);
        assertRefused(() -> ModelSignature.verify(linked, signature, TRUSTED), "HEAD-TRUST-016", "linked is neither");
    }

    @Test
    void whatCannotBeSignedIsToldBefore() throws IOException {
        Path nothing = Files.createDirectory(top.resolve("nothing"));
        Files.createDirectory(nothing.resolve("empty"));
        assertRefused(
                () -> ModelSignature.write(nothing, top.resolve("s"), ADA), "HEAD-TRUST-018", "has no file to sign");
        assertRefused(
                () -> ModelSignature.write(folder, top.resolve("missing").resolve("s"), ADA),
                "HEAD-TRUST-019",
                "cannot be read or written");
    }

    /** A byte that is no UTF-8 would stand in the list as a sign that stands for any such byte. */
    @Test
    void aNameThatIsNotUtf8IsRefused() throws IOException, InterruptedException {
        Process naming = new ProcessBuilder("bash", "-c", "touch $'bad\\xff'")
                .directory(folder.toFile())
                .start();
        assertThat(naming.waitFor()).isZero();
        assertRefused(() -> ModelSignature.write(folder, signature, ADA), "HEAD-TRUST-017", "cannot be read exactly");
    }

    @Test
    void statementsOfOtherKindsAreRefused() throws IOException {
        String good = Json.write(ModelStatement.of("m", new TreeMap<>(Map.of("x", Digest.of("x"))), List.of()));
        assertStatementRefused(good.replace("/v1.0\"", "/v2.0\""), "its predicateType is");
        assertStatementRefused(good.replace("Statement/v1", "Statement/v2"), "its _type is");
        assertStatementRefused(good.replace("\"files\"", "\"shards\""), "by the method shards");
        assertStatementRefused(good.replace("\"sha256\",\"ignore", "\"blake3\",\"ignore"), "its hash_type is blake3");
        assertStatementRefused(
                good.replace("\"algorithm\":\"sha256\"", "\"algorithm\":\"blake3\""), "a digest by blake3");
        assertStatementRefused(good.replace("\"name\":\"x\"", "\"name\":\"../x\""), "../x is no path below a folder");
        assertStatementRefused(good.replace("\"name\":\"x\"", "\"name\":\"/x\""), "/x is no path below a folder");
        assertStatementRefused(good.replace("\"name\":\"x\"", "\"name\":\"a//x\""), "a//x is no path below a folder");
        assertStatementRefused(good.replace("\"name\":\"x\"", "\"name\":\"a/./x\""), "a/./x is no path below a folder");
        assertStatementRefused(good.replace("\"name\":\"x\"", "\"name\":\"x/\""), "x/ is no path below a folder");
        assertStatementRefused(good.replace("[]", "[\"../y\"]"), "the ignored path ../y is not below a folder");
        assertStatementRefused(
                good.replace("{\"sha256\":\"" + root("x"), "{\"sha256\":\"" + root("y")),
                "the digest of the whole is not that of its files");
        String twice = good.replaceFirst("\\[(\\{\"algorithm[^]]*)]", "[$1,$1]").replace(root("x"), root("x", "x"));
        assertStatementRefused(twice, "it names a file twice");
        assertStatementRefused(
                good.replaceFirst("\\[(\\{\"algorithm[^]]*)]", "[]").replace(root("x"), Digest.of("")),
                "it names no file");
        assertStatementRefused(good.replaceFirst("\\{", "{\"predicateType\":\"x\","), "Duplicate field");
        assertStatementRefused("{}", "no signature of OpenSSF");
        assertStatementRefused("null", "no signature of OpenSSF");
    }

    private static String root(String... contents) {
        StringBuilder digests = new StringBuilder();
        for (String content : contents) {
            digests.append(Digest.of(content));
        }
        return Digest.of(HexFormat.of().parseHex(digests));
    }

    private void assertStatementRefused(String statement, String reason) throws IOException {
        Path model = top.resolve("one-file");
        Files.createDirectories(model);
        Files.writeString(model.resolve("x"), "x");
        Envelope envelope = Envelope.signed("application/vnd.in-toto+json", statement, ADA);
        Path file = Files.writeString(
                top.resolve("one.sig"),
                SignatureBundle.of(envelope, ADA.verifyingKey()).json());
        assertRefused(() -> ModelSignature.verify(model, file, TRUSTED), "HEAD-TRUST-012", reason);
    }

    @Test
    void bundlesOfOtherKindsAreRefused() throws IOException {
        ModelSignature.write(folder, signature, ADA);
        String signed = Files.readString(signature);
        assertBundleRefused(signed.replace("v0.3", "v0.2"), "its mediaType is");
        assertBundleRefused(signed.replace("\"publicKey\"", "\"certificate\""), "by a certificate or by a service");
        assertBundleRefused(signed.replace("\"dsseEnvelope\"", "\"messageSignature\""), "dsseEnvelope");
        Envelope text = Envelope.signed("text/plain", "x", ADA);
        assertBundleRefused(SignatureBundle.of(text, ADA.verifyingKey()).json(), "its payloadType is text/plain");
    }

    private void assertBundleRefused(String bundle, String reason) throws IOException {
        Files.writeString(signature, bundle);
        assertRefused(() -> ModelSignature.verify(folder, signature, TRUSTED), "HEAD-TRUST-012", reason);
    }

    /** Before version 1.1 of the tool the key itself stood in the place of the hint, and {@code keyid} was null. */
    @Test
    void olderBundlesAreVerified() throws IOException {
        ModelSignature.write(folder, signature, ADA);
        String older = Files.readString(signature)
                .replaceFirst(
                        "\"hint\":\"[0-9a-f]+\"",
                        "\"rawBytes\":\""
                                + Base64.getEncoder()
                                        .encodeToString(ADA.verifyingKey().pem().getBytes(StandardCharsets.UTF_8))
                                + "\",\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\"")
                .replaceFirst("\"keyid\":\"[0-9a-f]+\"", "\"keyid\":null")
                .replace(",\"tlogEntries\":[]", "");
        assertThat(older).contains("rawBytes", "null").doesNotContain("tlogEntries");
        Files.writeString(signature, older);
        assertThat(ModelSignature.verify(folder, signature, TRUSTED).signer()).isEqualTo("ada");
    }

    private static void assertRefused(Runnable verification, String code, String reason) {
        assertThatThrownBy(verification::run).isInstanceOfSatisfying(HeadraceException.class, failure -> {
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
            assertThat(failure).hasMessageContaining(reason);
        });
    }
}
