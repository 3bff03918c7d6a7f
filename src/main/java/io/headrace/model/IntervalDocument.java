package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.headrace.model.ClassesDocument.Part;
import java.util.List;

/** The JSON of a prediction interval, key by key: the features once, and the model of each bound. */
@JsonPropertyOrder({"coverage", "margin", "from-zero", "features", "lower", "upper"})
record IntervalDocument(
        double coverage, double margin, boolean fromZero, List<Encoding> features, Part lower, Part upper) {

    static IntervalDocument of(IntervalModel model) {
        return new IntervalDocument(
                model.coverage(),
                model.margin(),
                model.fromZero(),
                model.encoder().encodings(),
                Part.of(model.lower()),
                Part.of(model.upper()));
    }

    IntervalModel model() {
        FeatureEncoder encoder = FeatureEncoder.of(features);
        return new IntervalModel(
                coverage, lower.model(encoder, Output.NUMBER), upper.model(encoder, Output.NUMBER), margin, fromZero);
    }
}
