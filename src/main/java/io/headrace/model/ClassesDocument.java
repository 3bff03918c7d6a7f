package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** The JSON document of a multiclass model, key by key: the features once, and the part of each class. */
@JsonPropertyOrder({"format", "version", "kind", "features", "output", "classes", "parts", "calibrator", "facts"})
record ClassesDocument(
        String format,
        int version,
        String kind,
        List<Encoding> features,
        String output,
        List<String> classes,
        List<Part> parts,
        Calibrator calibrator,
        Map<String, String> facts)
        implements ModelFile.Document {

    static ClassesDocument of(ClassModel model, ModelFile file) {
        return new ClassesDocument(
                ModelFile.FORMAT,
                file.version(),
                model.kind().word(),
                model.encoder().encodings(),
                model.output().word(),
                model.classes(),
                model.parts().stream().map(Part::of).toList(),
                file.calibrator(),
                file.facts());
    }

    @Override
    public ModelFile modelFile() {
        FeatureEncoder encoder = FeatureEncoder.of(features);
        Output of = Output.of(output);
        ClassModel model = ClassModel.of(
                classes, parts.stream().map(part -> part.model(encoder, of)).toList());
        return new ModelFile(model, calibrator, facts);
    }

    /** The part of one class. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Part.Linear.class, name = "linear"),
        @JsonSubTypes.Type(value = Part.Trees.class, name = "trees")
    })
    sealed interface Part {
        AdditiveModel model(FeatureEncoder encoder, Output output);

        static Part of(AdditiveModel model) {
            return model instanceof TreeModel trees
                    ? new Trees(trees.intercept(), trees.trees())
                    : Linear.of((LinearModel) model);
        }

        @JsonPropertyOrder({"intercept", "coefficients", "slot-means"})
        record Linear(double intercept, List<Double> coefficients, List<Double> slotMeans) implements Part {
            static Linear of(LinearModel model) {
                return new Linear(
                        model.intercept(), ModelFile.list(model.coefficients()), ModelFile.list(model.slotMeans()));
            }

            @Override
            public AdditiveModel model(FeatureEncoder encoder, Output output) {
                return LinearModel.of(
                        encoder, output, intercept, ModelFile.array(coefficients), ModelFile.array(slotMeans));
            }
        }

        @JsonPropertyOrder({"intercept", "trees"})
        record Trees(double intercept, List<TreeNode> trees) implements Part {
            @Override
            public AdditiveModel model(FeatureEncoder encoder, Output output) {
                return TreeModel.of(encoder, output, intercept, trees);
            }
        }
    }
}
