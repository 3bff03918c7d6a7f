package io.headrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.run.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A model and the facts of its training, as the canonical bytes that are stored and signed.
 *
 * <p>Equal content gives equal bytes on every machine: fixed key order, facts by name, shortest decimals that read back
 * to the same double, no white space, no time, no host. The SHA-256 of the bytes is therefore the model's identity.
 * {@code docs/model-format.md} describes the format.
 *
 * @param model the model
 * @param calibrator the calibrator of its probabilities
 * @param interval bounds on the number that it predicts, with the same features; empty without
 * @param facts texts recorded by training, such as the name of the model; sorted by key
 */
public record ModelFile(
        CompiledModel model, Calibrator calibrator, Optional<IntervalModel> interval, Map<String, String> facts) {
    /** The newest format version read: that of a file with an interval. */
    public static final int FORMAT_VERSION = 3;

    /** The version of a file without interval. */
    private static final int PLAIN_VERSION = 2;

    private static final String INTERVAL = "interval";

    static final String FORMAT = "headrace-model";
    private static final Map<String, Class<? extends Document>> DOCUMENTS = Map.of(
            CompiledModel.Kind.LINEAR.word(), LinearDocument.class,
            CompiledModel.Kind.TREES.word(), TreesDocument.class,
            CompiledModel.Kind.CLASSES.word(), ClassesDocument.class);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final JsonMapper MAPPER = mapper();

    public ModelFile {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(calibrator, "calibrator");
        interval.ifPresent(bounds -> requireSuited(model, bounds));
        SortedMap<String, String> sorted = new TreeMap<>();
        facts.forEach((name, fact) ->
                sorted.put(Objects.requireNonNull(name, "fact name"), Objects.requireNonNull(fact, name)));
        facts = Collections.unmodifiableSortedMap(sorted);
    }

    /** A model without interval. */
    public ModelFile(CompiledModel model, Calibrator calibrator, Map<String, String> facts) {
        this(model, calibrator, Optional.empty(), facts);
    }

    /** A model without calibrator and interval. */
    public ModelFile(CompiledModel model, Map<String, String> facts) {
        this(model, Calibrator.NONE, facts);
    }

    private static void requireSuited(CompiledModel model, IntervalModel interval) {
        if (model.output().isProbability()) {
            throw new IllegalArgumentException("an interval bounds numbers, the model predicts probabilities");
        }
        List<String> names = model.encoder().featureNames();
        if (!names.equals(interval.encoder().featureNames())) {
            throw new IllegalArgumentException("the interval must have the features of the model, " + names + ", found "
                    + interval.encoder().featureNames());
        }
    }

    /** The format version that it is written in. */
    int version() {
        return interval.isPresent() ? FORMAT_VERSION : PLAIN_VERSION;
    }

    /** The canonical bytes: UTF-8 JSON on one line. */
    public byte[] bytes() {
        try {
            ByteBuffer utf8 = UTF_8.newEncoder().encode(CharBuffer.wrap(MAPPER.writeValueAsString(written())));
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a feature, level or fact of the model is not valid Unicode", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a checked model can always be written", e);
        }
    }

    /** SHA-256 of {@link #bytes()} as 64 lower-case hexadecimal digits: the identity of the content. */
    public String digest() {
        return Digest.of(bytes());
    }

    /** The keys of the format whose values differ from those of another file. */
    public Set<String> differing(ModelFile other) {
        JsonNode own = tree();
        JsonNode others = other.tree();
        Set<String> keys = new TreeSet<>();
        own.fieldNames().forEachRemaining(keys::add);
        others.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(key -> own.path(key).equals(others.path(key)));
        return keys;
    }

    private JsonNode tree() {
        try {
            return MAPPER.readTree(bytes());
        } catch (IOException e) {
            throw new IllegalStateException("what was written can always be read", e);
        }
    }

    /**
     * Reads a stored model and proves that it is the one that was registered.
     *
     * @param expectedDigest the {@link #digest()} of the file when it was written
     * @throws io.headrace.run.HeadraceException HEAD-MODEL-001 if the bytes were changed, 002 if they are not a whole
     *     model file, 003 if the format is newer than {@link #FORMAT_VERSION}, 004 if widths disagree or numbers are
     *     not finite
     */
    public static ModelFile read(byte[] bytes, String expectedDigest) {
        if (!DIGEST.matcher(expectedDigest).matches()) {
            throw new IllegalArgumentException(
                    "expected a digest of 64 lower-case hexadecimal digits, found \"" + expectedDigest + "\"");
        }
        String found = Digest.of(bytes);
        if (!found.equals(expectedDigest)) {
            throw ModelErrors.changedBytes(expectedDigest, found);
        }
        return parse(bytes);
    }

    private static ModelFile parse(byte[] bytes) {
        try {
            JsonNode root = MAPPER.readTree(bytes);
            requireKnownFormat(root);
            renew(root);
            Optional<IntervalModel> interval = takeInterval(root);
            String kind = root.path("kind").asText();
            Class<? extends Document> type = DOCUMENTS.get(kind);
            if (type == null) {
                throw ModelErrors.notAModel(
                        "its kind is \"" + kind + "\", known are \"linear\", \"trees\" and \"classes\"");
            }
            ModelFile plain = MAPPER.treeToValue(root, type).modelFile();
            return new ModelFile(plain.model(), plain.calibrator(), interval, plain.facts());
        } catch (ValueInstantiationException e) {
            throw ModelErrors.inconsistent(e.getCause().getMessage()).causedBy(e);
        } catch (IllegalArgumentException e) {
            throw ModelErrors.inconsistent(e.getMessage()).causedBy(e);
        } catch (JsonProcessingException e) {
            throw ModelErrors.notAModel(e.getOriginalMessage()).causedBy(e);
        } catch (IOException e) {
            throw ModelErrors.notAModel(e.getMessage()).causedBy(e);
        }
    }

    private static void requireKnownFormat(JsonNode root) {
        if (!root.path("format").asText().equals(FORMAT)) {
            throw ModelErrors.notAModel("it does not say \"format\": \"" + FORMAT + "\"");
        }
        JsonNode version = root.path("version");
        if (!version.isInt() || version.intValue() < 1) {
            throw ModelErrors.notAModel("its version is \"" + version.asText() + "\", expected a whole number from 1");
        }
        if (version.intValue() > FORMAT_VERSION) {
            throw ModelErrors.newerFormat(version.intValue(), FORMAT_VERSION);
        }
    }

    /** Adds the keys that version 1 lacks: linear models predict log-odds, and there is no calibrator. */
    private static void renew(JsonNode root) {
        if (root.path("version").intValue() == 1 && root instanceof ObjectNode document) {
            if (!document.has("output")) {
                document.put("output", Output.LOG_ODDS.word());
            }
            document.putObject("calibrator").put("kind", Calibrator.NONE.word());
        }
    }

    /** Removes the interval, which version 3 has and no other does. */
    private static Optional<IntervalModel> takeInterval(JsonNode root) throws JsonProcessingException {
        if (root.path("version").intValue() <= PLAIN_VERSION) {
            return Optional.empty();
        }
        if (!root.path(INTERVAL).isObject()) {
            throw ModelErrors.notAModel("it is of version " + FORMAT_VERSION + " and has no object \"interval\"");
        }
        JsonNode interval = ((ObjectNode) root).remove(INTERVAL);
        return Optional.of(MAPPER.treeToValue(interval, IntervalDocument.class).model());
    }

    /** What is written: the document, and behind its keys the interval, if there is one. */
    private Object written() {
        if (interval.isEmpty()) {
            return document();
        }
        ObjectNode document = MAPPER.valueToTree(document());
        return document.set(INTERVAL, MAPPER.valueToTree(IntervalDocument.of(interval.get())));
    }

    private Document document() {
        return switch (model.kind()) {
            case LINEAR -> LinearDocument.of((LinearModel) model, this);
            case TREES -> TreesDocument.of((TreeModel) model, this);
            case CLASSES -> ClassesDocument.of((ClassModel) model, this);
        };
    }

    /** A JSON document of one kind of model. */
    interface Document {
        ModelFile modelFile();
    }

    static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static JsonMapper mapper() {
        JsonFactory json = JsonFactory.builder()
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .build();
        return JsonMapper.builder(json)
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                .build();
    }

    /** The JSON document of a model of trees, key by key. */
    @JsonPropertyOrder({"format", "version", "kind", "features", "output", "intercept", "trees", "calibrator", "facts"})
    private record TreesDocument(
            String format,
            int version,
            String kind,
            List<Encoding> features,
            String output,
            double intercept,
            List<TreeNode> trees,
            Calibrator calibrator,
            Map<String, String> facts)
            implements Document {
        static TreesDocument of(TreeModel model, ModelFile file) {
            return new TreesDocument(
                    FORMAT,
                    file.version(),
                    model.kind().word(),
                    model.encoder().encodings(),
                    model.output().word(),
                    model.intercept(),
                    model.trees(),
                    file.calibrator(),
                    file.facts());
        }

        @Override
        public ModelFile modelFile() {
            FeatureEncoder encoder = FeatureEncoder.of(features);
            return new ModelFile(TreeModel.of(encoder, Output.of(output), intercept, trees), calibrator, facts);
        }
    }

    /** The JSON document of a linear model, key by key. */
    @JsonPropertyOrder({
        "format",
        "version",
        "kind",
        "features",
        "output",
        "intercept",
        "coefficients",
        "slot-means",
        "calibrator",
        "facts"
    })
    private record LinearDocument(
            String format,
            int version,
            String kind,
            List<Encoding> features,
            String output,
            double intercept,
            List<Double> coefficients,
            List<Double> slotMeans,
            Calibrator calibrator,
            Map<String, String> facts)
            implements Document {
        static LinearDocument of(LinearModel model, ModelFile file) {
            return new LinearDocument(
                    FORMAT,
                    file.version(),
                    model.kind().word(),
                    model.encoder().encodings(),
                    model.output().word(),
                    model.intercept(),
                    list(model.coefficients()),
                    list(model.slotMeans()),
                    file.calibrator(),
                    file.facts());
        }

        @Override
        public ModelFile modelFile() {
            FeatureEncoder encoder = FeatureEncoder.of(features);
            LinearModel model =
                    LinearModel.of(encoder, Output.of(output), intercept, array(coefficients), array(slotMeans));
            return new ModelFile(model, calibrator, facts);
        }
    }
}
