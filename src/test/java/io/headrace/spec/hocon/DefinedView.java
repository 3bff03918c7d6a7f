package io.headrace.spec.hocon;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.headrace.spec.FeatureView;
import java.nio.file.Path;
import java.util.Optional;

/** A view as its two files would define it. */
public final class DefinedView {
    private DefinedView() {}

    /**
     * Reads a view.
     *
     * @param definition its object on one line, then its SQL; none where the aggregates are all that is wanted
     * @throws IllegalArgumentException with the problems, where it has any
     */
    public static FeatureView read(String name, String definition) {
        int end = definition.indexOf('\n');
        ConfigObject object =
                ConfigFactory.parseString(definition.substring(0, end)).root();
        Problems problems = new Problems();
        Section section = Section.root(new SourceFile(Path.of(name), name, ""), object, problems);
        Optional<String> sql = Optional.of(definition.substring(end + 1)).filter(text -> !text.isEmpty());
        FeatureView view = ViewReader.read(section, name, sql, columns -> definition, new Catalog(problems));
        section.close();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.sorted().toString());
        }
        return view;
    }
}
