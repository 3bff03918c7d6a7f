package io.headrace.features;

import io.headrace.spec.FeatureView;
import io.headrace.spec.Layer;
import io.headrace.table.Lake;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The definitions that features were computed by, in {@code LAKE/views/VIEW/DIGEST.json}; immutable. */
public final class KeptViews {
    private final Lake lake;

    public KeptViews(Lake lake) {
        this.lake = lake;
    }

    /** Keeps a view's definition. */
    public void keep(FeatureView view) {
        lake.writeOnce(
                path(view.name(), view.digest()), KeptView.of(view).json().getBytes(StandardCharsets.UTF_8));
    }

    /** The view of a digest, without meanings and examples; empty where no features were computed by it. */
    public Optional<FeatureView> find(String name, String digest) {
        return text(name, digest).map(KeptView::read);
    }

    /** What is kept of a view under a digest, as it lies in the lake. */
    public Optional<String> text(String name, String digest) {
        return lake.readText(path(name, digest));
    }

    private static String path(String name, String digest) {
        return Layer.VIEWS.folder() + "/" + name + "/" + digest + ".json";
    }
}
