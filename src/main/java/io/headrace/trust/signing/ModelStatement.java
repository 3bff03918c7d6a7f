package io.headrace.trust.signing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.headrace.run.Digest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is signed: an in-toto statement 1 with the predicate of OpenSSF Model Signing 1.0. The names are those of the format. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelStatement(
        @JsonProperty("_type") String type, List<Subject> subject, String predicateType, Predicate predicate) {
    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://model_signing/signature/v1.0";
    private static final String ALGORITHM = "sha256";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    /** A path below the folder in its one spelling: no root, no empty name, neither {@code .} nor {@code ..}. */
    private static final Pattern PATH =
            Pattern.compile("(?!\\.{1,2}(/|$))[^/]+(/(?!\\.{1,2}(/|$))[^/]+)*", Pattern.DOTALL);

    /** The model as a whole: the folder's name and the digest of all. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Subject(String name, Map<String, String> digest) {
        Subject {
            Objects.requireNonNull(name, "it has no subject.name");
            Objects.requireNonNull(digest, "it has no subject.digest");
        }
    }

    /** The files, and how they were listed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Predicate(List<Resource> resources, Serialization serialization) {
        Predicate {
            resources = List.copyOf(Objects.requireNonNull(resources, "it has no predicate.resources"));
            Objects.requireNonNull(serialization, "it has no predicate.serialization");
        }
    }

    /** One file. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Resource(String name, String algorithm, String digest) {
        Resource {
            require(
                    name != null && PATH.matcher(name).matches(),
                    "the file name " + name + " is no path below a folder");
            require(
                    ALGORITHM.equals(algorithm),
                    name + " has a digest by " + algorithm + ", and Headrace reads " + ALGORITHM);
            require(
                    digest != null && DIGEST.matcher(digest).matches(),
                    name + " has no digest of 64 hexadecimal digits");
        }
    }

    /** How files were listed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Serialization(
            String method,
            @JsonProperty("hash_type") String hashType,
            @JsonProperty("allow_symlinks") boolean allowSymlinks,
            @JsonProperty("ignore_paths") List<String> ignorePaths) {
        Serialization {
            require("files".equals(method), "it lists files by the method " + method + ", and Headrace reads files");
            require(ALGORITHM.equals(hashType), "its hash_type is " + hashType + ", and Headrace reads " + ALGORITHM);
            ignorePaths = ignorePaths == null ? List.of() : List.copyOf(ignorePaths);
            ignorePaths.forEach(path ->
                    require(PATH.matcher(path).matches(), "the ignored path " + path + " is not below a folder"));
        }
    }

    ModelStatement {
        require(TYPE.equals(type), "its _type is " + type + " instead of " + TYPE);
        require(PREDICATE.equals(predicateType), "its predicateType is " + predicateType + " instead of " + PREDICATE);
        Objects.requireNonNull(predicate, "it has no predicate");
        require(subject != null && subject.size() == 1, "it speaks of several models, or of none");
        require(
                rootDigest(predicate.resources()).equals(subject.get(0).digest().get(ALGORITHM)),
                "the digest of the whole is not that of its files");
        require(files(predicate.resources()).size() == predicate.resources().size(), "it names a file twice");
        require(!predicate.resources().isEmpty(), "it names no file");
    }

    /**
     * The statement about these files.
     *
     * @param files digests by path, in the order of the code points
     */
    static ModelStatement of(String name, SortedMap<String, String> files, List<String> ignored) {
        List<Resource> resources = new ArrayList<>();
        files.forEach((path, digest) -> resources.add(new Resource(path, ALGORITHM, digest)));
        return new ModelStatement(
                TYPE,
                List.of(new Subject(name, Map.of(ALGORITHM, rootDigest(resources)))),
                PREDICATE,
                new Predicate(resources, new Serialization("files", ALGORITHM, false, ignored)));
    }

    /** SHA-256 of the digests' bytes one after the other, in the order of the list. */
    private static String rootDigest(List<Resource> resources) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        resources.forEach(resource -> bytes.writeBytes(HexFormat.of().parseHex(resource.digest())));
        return Digest.of(bytes.toByteArray());
    }

    private static SortedMap<String, String> files(List<Resource> resources) {
        SortedMap<String, String> files = new TreeMap<>(FolderFiles.BY_CODE_POINT);
        resources.forEach(resource -> files.put(resource.name(), resource.digest()));
        return files;
    }

    SortedMap<String, String> files() {
        return files(predicate.resources());
    }

    String digest() {
        return rootDigest(predicate.resources());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
